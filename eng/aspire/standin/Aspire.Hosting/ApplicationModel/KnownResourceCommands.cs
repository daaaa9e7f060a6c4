namespace Aspire.Hosting.ApplicationModel;

/// <summary>The commands of a resource that the stand-in carries out.</summary>
public static class KnownResourceCommands
{
    public static readonly string StartCommand = "start";
}
