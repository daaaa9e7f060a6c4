namespace Aspire.Hosting;

/// <summary>The stand-in's addition: it starts what the app host's build has built, so the generated classes say where that lies.</summary>
public interface IBuiltProjectMetadata : IProjectMetadata
{
    string TargetPath { get; }
}
