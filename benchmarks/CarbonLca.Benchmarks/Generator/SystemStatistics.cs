using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using CarbonLca.Numerics.Sparse;

namespace CarbonLca.Benchmarks.Generator;

/// <summary>What can be measured of a system's matrices.</summary>
internal sealed record SystemStatistics
{
    /// <summary>Number of processes n.</summary>
    public required int ProcessCount { get; init; }

    /// <summary>Entries of the technosphere.</summary>
    public required int TechnosphereEntries { get; init; }

    /// <summary>Entries of the biosphere.</summary>
    public required int BiosphereEntries { get; init; }

    /// <summary>Entries of the biosphere whose flow has a factor.</summary>
    public required int CharacterizedEntries { get; init; }

    /// <summary>Share of the processes in the largest strongly connected component.</summary>
    public required double LargestComponentShare { get; init; }

    /// <summary>Spectral radius of I - D⁻¹·A, D the diagonal of A.</summary>
    public required double SpectralRadius { get; init; }

    /// <summary>Entries of the fullest row of the technosphere.</summary>
    public required int HubRow { get; init; }

    /// <summary>Decades between the 1st and the 99th percentile of the magnitudes off the diagonal.</summary>
    public required double CoefficientDecades { get; init; }

    /// <summary>SHA-256 of all matrices: indices and bits of values, little-endian.</summary>
    public required string Digest { get; init; }

    public static SystemStatistics Of(SyntheticSystem system)
    {
        CscMatrix a = system.Technosphere;
        StronglyConnectedComponents components = StronglyConnectedComponents.Of(a);
        int largest = 0;
        for (int c = 1; c < components.Count; c++)
        {
            if (components.Starts[c + 1] - components.Starts[c] > components.Starts[largest + 1] - components.Starts[largest])
                largest = c;
        }
        int size = components.Starts[largest + 1] - components.Starts[largest];
        return new SystemStatistics
        {
            ProcessCount = a.ColumnCount,
            TechnosphereEntries = a.EntryCount,
            BiosphereEntries = system.Biosphere.EntryCount,
            CharacterizedEntries = CountCharacterized(system),
            LargestComponentShare = (double)size / a.ColumnCount,
            SpectralRadius = RadiusOf(a, components, largest),
            HubRow = FullestRow(a),
            CoefficientDecades = Decades(a),
            Digest = DigestOf(a, system.Biosphere, system.Factors),
        };
    }

    private static int CountCharacterized(SyntheticSystem system)
    {
        int count = 0;
        foreach (int flow in system.Biosphere.RowIndices)
        {
            if (system.Factors.ColumnStarts[flow + 1] > system.Factors.ColumnStarts[flow])
                count++;
        }
        return count;
    }

    /// <summary>Power iteration on |I - D⁻¹A| of the largest component, until the mean growth of 32 steps settles.</summary>
    private static double RadiusOf(CscMatrix a, StronglyConnectedComponents components, int component)
    {
        const int Window = 32;
        const int MostIterations = 4096;
        ReadOnlySpan<int> members = components.Members[components.Starts[component]..components.Starts[component + 1]];
        int[] local = new int[a.ColumnCount];
        Array.Fill(local, -1);
        for (int k = 0; k < members.Length; k++)
            local[members[k]] = k;
        int[] starts = new int[members.Length + 1];
        List<int> rows = [];
        List<double> values = [];
        for (int k = 0; k < members.Length; k++)
        {
            for (int p = a.ColumnStarts[members[k]]; p < a.ColumnStarts[members[k] + 1]; p++)
            {
                int row = a.RowIndices[p];
                if (local[row] < 0 || row == members[k])
                    continue;
                rows.Add(local[row]);
                values.Add(Math.Abs(a.Values[p] / a[row, row]));
            }
            starts[k + 1] = rows.Count;
        }

        ReadOnlySpan<int> rowOf = CollectionsMarshal.AsSpan(rows);
        ReadOnlySpan<double> valueOf = CollectionsMarshal.AsSpan(values);
        double[] x = new double[members.Length];
        double[] y = new double[members.Length];
        Array.Fill(x, 1);
        double previous = 0;
        for (int iteration = 0; iteration < MostIterations; iteration += Window)
        {
            double growth = 0;
            for (int step = 0; step < Window; step++)
            {
                Array.Clear(y);
                for (int k = 0; k < x.Length; k++)
                {
                    for (int p = starts[k]; p < starts[k + 1]; p++)
                        y[rowOf[p]] += valueOf[p] * x[k];
                }
                double largest = y.Max();
                growth += Math.Log(largest);
                for (int k = 0; k < x.Length; k++)
                    x[k] = y[k] / largest;
            }
            double radius = Math.Exp(growth / Window);
            if (Math.Abs(radius - previous) < 1e-5)
                return radius;
            previous = radius;
        }
        throw new InvalidOperationException($"Power iteration stands at {previous:R} and still moves after {MostIterations} steps; expected it to settle.");
    }

    private static int FullestRow(CscMatrix a)
    {
        int[] counts = new int[a.RowCount];
        foreach (int row in a.RowIndices)
            counts[row]++;
        return counts.Max();
    }

    private static double Decades(CscMatrix a)
    {
        List<double> magnitudes = new(a.EntryCount);
        for (int j = 0; j < a.ColumnCount; j++)
        {
            for (int p = a.ColumnStarts[j]; p < a.ColumnStarts[j + 1]; p++)
            {
                if (a.RowIndices[p] != j && a.Values[p] != 0)
                    magnitudes.Add(Math.Abs(a.Values[p]));
            }
        }
        magnitudes.Sort();
        return Math.Log10(magnitudes[(int)(0.99 * (magnitudes.Count - 1))] / magnitudes[(int)(0.01 * (magnitudes.Count - 1))]);
    }

    private static string DigestOf(params ReadOnlySpan<CscMatrix> matrices)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[8];
        foreach (CscMatrix matrix in matrices)
        {
            foreach (int start in matrix.ColumnStarts)
                Append(start);
            foreach (int row in matrix.RowIndices)
                Append(row);
            foreach (double value in matrix.Values)
                Append(BitConverter.DoubleToInt64Bits(value));
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());

        void Append(long value)
        {
            BinaryPrimitives.WriteInt64LittleEndian(buffer, value);
            hash.AppendData(buffer);
        }
    }
}
