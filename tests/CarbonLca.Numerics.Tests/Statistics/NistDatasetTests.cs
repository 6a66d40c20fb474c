using CarbonLca.Numerics.Statistics;

namespace CarbonLca.Numerics.Tests.Statistics;

/// <summary>NIST Statistical Reference Datasets, univariate summary statistics: measured data with certified mean and standard deviation.</summary>
public sealed class NistDatasetTests
{
    // Deflections of a steel-concrete beam under periodic load (H. S. Lew).
    private static readonly double[] Lew =
    [
        -213, -564, -35, -15, 141, 115, -420, -360, 203, -338, -431, 194, -220, -513, 154, -125, -559, 92, -21, -579,
        -52, 99, -543, -175, 162, -457, -346, 204, -300, -474, 164, -107, -572, -8, 83, -541, -224, 180, -420, -374,
        201, -236, -531, 83, 27, -564, -112, 131, -507, -254, 199, -311, -495, 143, -46, -579, -90, 136, -472, -338,
        202, -287, -477, 169, -124, -568, 17, 48, -568, -135, 162, -430, -422, 172, -74, -577, -13, 92, -534, -243,
        194, -355, -465, 156, -81, -578, -64, 139, -449, -384, 193, -198, -538, 110, -44, -577, -6, 66, -552, -164,
        161, -460, -344, 205, -281, -504, 134, -28, -576, -118, 156, -437, -381, 200, -220, -540, 83, 11, -568, -160,
        172, -414, -408, 188, -125, -572, -32, 139, -492, -321, 205, -262, -504, 142, -83, -574, 0, 48, -571, -106,
        137, -501, -266, 190, -391, -406, 194, -186, -553, 83, -13, -577, -49, 103, -515, -280, 201, 300, -506, 131,
        -45, -578, -80, 138, -462, -361, 201, -211, -554, 32, 74, -533, -235, 187, -372, -442, 182, -147, -566, 25,
        68, -535, -244, 194, -351, -463, 174, -125, -570, 15, 72, -550, -190, 172, -424, -385, 198, -218, -536, 96,
    ];

    // Daily draws of a lottery, 1989-09-03 to 1990-04-14.
    private static readonly double[] Lottery =
    [
        162, 671, 933, 414, 788, 730, 817, 33, 536, 875, 670, 236, 473, 167, 877, 980, 316, 950, 456, 92,
        517, 557, 956, 954, 104, 178, 794, 278, 147, 773, 437, 435, 502, 610, 582, 780, 689, 562, 964, 791,
        28, 97, 848, 281, 858, 538, 660, 972, 671, 613, 867, 448, 738, 966, 139, 636, 847, 659, 754, 243,
        122, 455, 195, 968, 793, 59, 730, 361, 574, 522, 97, 762, 431, 158, 429, 414, 22, 629, 788, 999,
        187, 215, 810, 782, 47, 34, 108, 986, 25, 644, 829, 630, 315, 567, 919, 331, 207, 412, 242, 607,
        668, 944, 749, 168, 864, 442, 533, 805, 372, 63, 458, 777, 416, 340, 436, 140, 919, 350, 510, 572,
        905, 900, 85, 389, 473, 758, 444, 169, 625, 692, 140, 897, 672, 288, 312, 860, 724, 226, 884, 508,
        976, 741, 476, 417, 831, 15, 318, 432, 241, 114, 799, 955, 833, 358, 935, 146, 630, 830, 440, 642,
        356, 373, 271, 715, 367, 393, 190, 669, 8, 861, 108, 795, 269, 590, 326, 866, 64, 523, 862, 840,
        219, 382, 998, 4, 628, 305, 747, 247, 34, 747, 729, 645, 856, 974, 24, 568, 24, 694, 608, 480,
        410, 729, 947, 293, 53, 930, 223, 203, 677, 227, 62, 455, 387, 318, 562, 242, 428, 968,
    ];

    // Transmittance of a filter of nominal value 2 (R. Mavrodineanu), in units of 1e-5 above 2.
    private static readonly double[] Mavro =
    [
        180, 170, 180, 190, 180, 170, 150, 140, 150, 150, 170, 180, 180, 190, 190, 210, 200, 160, 140, 130,
        130, 150, 150, 160, 150, 140, 130, 140, 150, 140, 150, 160, 150, 160, 190, 200, 200, 210, 220, 230,
        240, 250, 270, 260, 260, 260, 270, 260, 250, 240,
    ];

    [Fact]
    public void N02_Lew() => Check(Lew, -177.435000000000, 277.332168044316, 15, 14);

    [Fact]
    public void N02_Lottery() => Check(Lottery, 518.958715596330, 291.699727470969, 15, 14);

    // The certified figures have 15 digits; the standard deviation loses four to the rounding of 2.00xxx to binary.
    [Fact]
    public void N02_Mavro() => Check([.. Mavro.Select(static hundredThousandths => (200_000 + hundredThousandths) / 100_000)], 2.00185600000000, 0.000429123454003053, 15, 12);

    private static void Check(double[] values, double mean, double deviation, double meanDigits, double deviationDigits)
    {
        Moments batch = Moments.Of(values);
        MomentTree tree = new();
        tree.Add(0, values);
        Assert.Equal(batch, tree.Total());
        Assert.True(CorrectDigits(batch.Mean, mean) >= meanDigits, $"mean {batch.Mean:R}, certified {mean:R}");
        Assert.True(CorrectDigits(batch.StandardDeviation, deviation) >= deviationDigits, $"standard deviation {batch.StandardDeviation:R}, certified {deviation:R}");
    }

    // The log relative error: how many leading digits agree with the certified value, which states 15.
    private static double CorrectDigits(double computed, double certified) => computed.Equals(certified) ? 15 : Math.Min(15, -Math.Log10(Math.Abs((computed - certified) / certified)));
}
