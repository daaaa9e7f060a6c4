namespace WisdomWave.AppHost.Publishing;

/// <summary>
/// The arguments of a publish. Aspire runs its whole deployment pipeline for a publisher that it does not know, and starts the
/// application when <c>--publisher</c> is the last argument.
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
            problems.Add($"--publisher must be manifest, the only publisher of this application, for example {Example}.");
        else if (string.IsNullOrWhiteSpace(builder.Configuration[ManifestFile.Setting]))
            problems.Add($"--output-path is missing; name the file that the manifest is written to, for example {Example}.");
    }
}
