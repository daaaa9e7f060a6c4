namespace WisdomWave.AppHost.Publishing;

/// <summary>
/// Checks the arguments of a publish, because Aspire runs its whole deployment pipeline for an unknown publisher, and starts the
/// application if <c>--publisher</c> is the last argument.
/// </summary>
internal static class PublishArguments
{
    private const string Publisher = "--publisher";

    private const string Example = "--publisher manifest --output-path manifest.json";

    public static void Check(string[] args, IDistributedApplicationBuilder builder, List<string> problems)
    {
        var asked = args.Any(arg => arg.Split('=')[0].Equals(Publisher, StringComparison.OrdinalIgnoreCase));
        if (!asked && !builder.ExecutionContext.IsPublishMode)
            return;

        if (builder.Configuration["Publishing:Publisher"] != "manifest")
            problems.Add($"--publisher must be manifest, the only supported publisher, for example {Example}.");
        else if (string.IsNullOrWhiteSpace(builder.Configuration[ManifestFile.Setting]))
            problems.Add($"--output-path is missing; set it to the manifest file to write, for example {Example}.");
    }
}
