namespace Aspire.Hosting;

/// <summary>How to build the application.</summary>
public sealed class DistributedApplicationOptions
{
    public string[]? Args { get; set; }

    /// <summary>The app host's assembly, when it is not the one that was started (tests).</summary>
    public string? AssemblyName { get; set; }

    public bool DisableDashboard { get; set; }
}
