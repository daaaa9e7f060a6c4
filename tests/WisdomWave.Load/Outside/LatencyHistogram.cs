using System.Numerics;

namespace WisdomWave.Load.Outside;

/// <summary>Durations in buckets of 1.6 %, so that several windows can be added up.</summary>
internal sealed class LatencyHistogram
{
    private const int Bits = 6;
    private const int PerDoubling = 1 << Bits;

    /// <summary>Bucket → count.</summary>
    public SortedDictionary<int, long> Counts { get; init; } = [];

    /// <summary>Microseconds.</summary>
    public long Longest { get; set; }

    public void Record(TimeSpan duration)
    {
        var microseconds = Math.Max(0, (long)duration.TotalMicroseconds);
        var bucket = BucketOf(microseconds);
        Counts[bucket] = Counts.GetValueOrDefault(bucket) + 1;
        Longest = Math.Max(Longest, microseconds);
    }

    public void Add(LatencyHistogram other)
    {
        foreach (var (bucket, count) in other.Counts)
            Counts[bucket] = Counts.GetValueOrDefault(bucket) + count;
        Longest = Math.Max(Longest, other.Longest);
    }

    /// <summary>Milliseconds; null when nothing was recorded.</summary>
    public double? Percentile(double percent)
    {
        var total = Counts.Values.Sum();
        if (total == 0)
            return null;
        var left = Math.Max(1, (long)Math.Ceiling(total * percent / 100));
        foreach (var (bucket, count) in Counts)
        {
            left -= count;
            if (left <= 0)
                return Math.Min(UpperBoundOf(bucket), Longest) / 1000.0;
        }

        return Longest / 1000.0;
    }

    private static int BucketOf(long value)
    {
        if (value < PerDoubling)
            return (int)value;
        var shift = BitOperations.Log2((ulong)value) - Bits;
        return ((shift + 1) << Bits) + (int)(value >> shift) - PerDoubling;
    }

    private static long UpperBoundOf(int bucket)
    {
        if (bucket < PerDoubling)
            return bucket;
        var shift = (bucket >> Bits) - 1;
        return ((long)((bucket & (PerDoubling - 1)) + PerDoubling + 1) << shift) - 1;
    }
}
