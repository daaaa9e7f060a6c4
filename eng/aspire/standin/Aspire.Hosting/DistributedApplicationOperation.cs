namespace Aspire.Hosting;

/// <summary>What the app host was started for; the stand-in only runs.</summary>
public enum DistributedApplicationOperation
{
    Run,
    Publish,
}
