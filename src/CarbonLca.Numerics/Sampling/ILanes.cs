namespace CarbonLca.Numerics.Sampling;

/// <summary>The operations a kernel is made of, for one width of vector.</summary>
/// <typeparam name="TFloat">A vector of floats, or one float.</typeparam>
/// <typeparam name="TInt">A vector of as many 32-bit integers; comparisons give masks of all ones or all zeros.</typeparam>
/// <remarks>
/// Every operation is elementwise and rounded correctly, so that a kernel written over this interface gives the same bits on
/// every implementation. A <em>block</em> is the part of the sixteen lanes that one value of <typeparamref name="TFloat"/> holds;
/// what a lane stands for is said by <see cref="ISampleShape"/>.
/// </remarks>
internal interface ILanes<TFloat, TInt>
    where TFloat : struct
    where TInt : struct
{
    /// <summary>Lanes in one block.</summary>
    static abstract int Width { get; }

    static abstract TFloat Broadcast(float value);

    static abstract TInt Broadcast(int value);

    /// <summary>Reads one block of lanes.</summary>
    static abstract TInt Load(ref readonly uint source);

    /// <summary>Writes one block of lanes.</summary>
    static abstract void Store(TInt value, ref uint destination);

    /// <summary>The value of lane l is <c>column[l mod 4]</c>; <paramref name="block"/> says which lanes.</summary>
    static abstract TFloat LoadFour(ref readonly float column, int block);

    /// <summary>The value of lane l is <c>column[l / 4 · stride + l mod 4]</c>: quads stand one <paramref name="stride"/> apart.</summary>
    static abstract TFloat LoadAcross(ref readonly float column, int stride, int block);

    static abstract TFloat Add(TFloat a, TFloat b);

    static abstract TFloat Subtract(TFloat a, TFloat b);

    static abstract TFloat Multiply(TFloat a, TFloat b);

    /// <summary>a·b + c, rounded once.</summary>
    static abstract TFloat FusedMultiplyAdd(TFloat a, TFloat b, TFloat c);

    static abstract TFloat Sqrt(TFloat a);

    /// <summary>a &lt; b ? a : b, so b where the two compare equal.</summary>
    static abstract TFloat Min(TFloat a, TFloat b);

    /// <summary>a > b ? a : b, so b where the two compare equal.</summary>
    static abstract TFloat Max(TFloat a, TFloat b);

    static abstract TInt LessThan(TFloat a, TFloat b);

    static abstract TFloat Select(TInt mask, TFloat whenSet, TFloat whenClear);

    /// <summary>x·2ᵏ for an integral k in [-252, 254] and x near one, rounded once.</summary>
    static abstract TFloat ScaleByPowerOfTwo(TFloat x, TFloat k);

    static abstract TFloat ToFloat(TInt a);

    static abstract TFloat AsFloat(TInt a);

    static abstract TInt AsInt(TFloat a);

    static abstract TInt Add(TInt a, TInt b);

    static abstract TInt Subtract(TInt a, TInt b);

    static abstract TInt And(TInt a, TInt b);

    static abstract TInt Or(TInt a, TInt b);

    static abstract TInt Xor(TInt a, TInt b);

    static abstract TInt ShiftLeft(TInt a, int count);

    static abstract TInt ShiftRightArithmetic(TInt a, int count);

    static abstract TInt ShiftRightLogical(TInt a, int count);

    /// <summary>
    /// Writes one block of four words: word w of the lane of parameter j and quarter q goes to sample 4·q + w of the row of j.
    /// </summary>
    /// <param name="words0">Word 0 of each lane; the others likewise.</param>
    /// <param name="words1">Word 1.</param>
    /// <param name="words2">Word 2.</param>
    /// <param name="words3">Word 3.</param>
    /// <param name="lanes">Start of the rows; a row has sixteen samples.</param>
    /// <param name="rows">The rows of the four parameters; a negative row is not written.</param>
    /// <param name="block">Which block.</param>
    static abstract void StoreRows(TFloat words0, TFloat words1, TFloat words2, TFloat words3, ref float lanes, ref readonly int rows, int block);

    /// <summary>Writes one block of four words: word w of lane l goes to sample w of the row of parameter l.</summary>
    /// <param name="words0">Word 0 of each lane; the others likewise.</param>
    /// <param name="words1">Word 1.</param>
    /// <param name="words2">Word 2.</param>
    /// <param name="words3">Word 3.</param>
    /// <param name="values">Start of the rows; a row has four samples.</param>
    /// <param name="rows">The rows of the sixteen parameters; a negative row is not written.</param>
    /// <param name="block">Which block.</param>
    static abstract void StoreQuarters(TFloat words0, TFloat words1, TFloat words2, TFloat words3, ref float values, ref readonly int rows, int block);
}
