using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WisdomWave.AppHost.Configuration;
using WisdomWave.AppHost.Startup;

namespace WisdomWave.AppHost.Publishing.Folder;

/// <summary>Publishes the folder as a step of Aspire's pipeline, and says what to do next.</summary>
internal static class FolderPublishing
{
    /// <returns>The exit code.</returns>
    public static async Task<int> PublishFolderAsync(
        this IDistributedApplicationBuilder builder, PublishCommand command, Settings settings, List<string> problems, bool verbose)
    {
        var target = FolderSettings.For(settings, builder.Configuration, problems);
        var layout = new FolderLayout(command.Output, builder.AppHostDirectory);
        if (problems.Count == 0)
            layout.CheckTarget(problems);
        if (problems.Count > 0)
            return StartFailure.Report(problems);

        if (!verbose)
            builder.Services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.None).AddFilter(null, LogLevel.None));

        // Aspire reports a failed step only in its log, and ends with exit code 0.
        IReadOnlyList<string> failures = ["The publish did not run; add --verbose to see the cause."];
        IReadOnlyList<string> hints = [];
#pragma warning disable ASPIREPIPELINES001 // Experimental, but the only way to add a step of our own.
        builder.Pipeline.AddStep(
            PublishCommand.Step,
            async context =>
            {
                try
                {
                    failures = [];
                    hints = await new FolderWriter(command, target, layout).WriteAsync(context.CancellationToken);
                }
                catch (PublishException failure)
                {
                    failures = [failure.Message];
                }
                catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
                {
                    failures = [$"{command.Output} cannot be written: {failure.Message}"];
                }
            },
            requiredBy: Aspire.Hosting.Pipelines.WellKnownPipelineSteps.Publish);
#pragma warning restore ASPIREPIPELINES001
        await using var app = builder.Build();
        await app.RunAsync();
        if (failures.Count > 0)
            return StartFailure.Report(failures);

        foreach (var hint in hints)
            Console.WriteLine(hint);
        Console.WriteLine($"Published to {command.Output}. {Path.Combine(command.Output, FolderReadme.FileName)} says how to start it.");
        return 0;
    }
}

/// <summary>The publish failed for a reason that the operator can fix.</summary>
internal sealed class PublishException(string sentence) : Exception(sentence);
