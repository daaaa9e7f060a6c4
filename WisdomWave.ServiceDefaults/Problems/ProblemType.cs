namespace WisdomWave.ServiceDefaults.Problems;

/// <summary>The types of our problem details, for example <c>urn:wisdomwave:problem:storage-unavailable</c>.</summary>
public static class ProblemType
{
    /// <summary>The name of the problem follows: lower case, words separated by hyphens.</summary>
    public const string Prefix = "urn:wisdomwave:problem:";
}
