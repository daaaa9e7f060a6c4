namespace WisdomWave.AppHost.Tests.StandIn;

/// <summary>A project whose process ends with one sentence: our own app host, given a setting that it refuses.</summary>
internal sealed class EndsAtOnce : IBuiltProjectMetadata
{
    public string ProjectPath => Path.Combine(AppContext.BaseDirectory, "WisdomWave.AppHost.csproj");

    public string TargetPath => typeof(Settings).Assembly.Location;
}
