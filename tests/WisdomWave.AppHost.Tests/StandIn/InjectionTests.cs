using Microsoft.Extensions.DependencyInjection;

namespace WisdomWave.AppHost.Tests.StandIn;

public sealed class InjectionTests
{
    [Fact]
    public async Task AProcessIsGivenWhatAspireGives()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The process is a shell.");

        var builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions { DisableDashboard = true });
        var api = builder.AddProject<EndsAtOnce>("api", launchProfileName: null)
            .WithEnvironment("MAX_TOKENS", "7")
            .WithHttpEndpoint(port: 4711, name: "http", isProxied: false);
        var key = builder.AddParameter("key", "secret value", secret: true);
        var caller = builder.AddExecutable("caller", "sh", ".", "-c", "env | sort")
            .WithEndpoint(port: 4712, scheme: "tcp", name: "tcp", env: "MY_PORT", isProxied: false)
            .WithReference(api)
            .WithEnvironment("KEY", key)
            .WithEnvironment("PAGE", $"{api.GetEndpoint("http")}/page?{{x}}")
            .WithEnvironment("ADDRESS", $"{api.GetEndpoint("http").Property(EndpointProperty.HostAndPort)}");
        await using var app = builder.Build();
        await app.StartAsync(TestContext.Current.CancellationToken);
        await app.ResourceNotifications
            .WaitForResourceAsync("caller", change => change.Snapshot.State?.Text == KnownResourceStates.Finished, TestContext.Current.CancellationToken)
            .WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);

        var lines = new List<string>();
        await foreach (var batch in app.Services.GetRequiredService<ResourceLoggerService>().GetAllAsync(caller.Resource))
            lines.AddRange(batch.Select(line => line.Content));
        Assert.Equal(
            [
                "ADDRESS=localhost:4711", "API_HTTP=http://localhost:4711", "KEY=secret value", "MY_PORT=4712",
                "PAGE=http://localhost:4711/page?{x}", "services__api__http__0=http://localhost:4711",
            ],
            lines.Where(line => line.Contains("4711", StringComparison.Ordinal) || line.StartsWith("KEY=", StringComparison.Ordinal) || line.StartsWith("MY_PORT", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal));
        Assert.DoesNotContain(lines, line => line.StartsWith("ASPNETCORE_", StringComparison.Ordinal) || line.StartsWith("DOTNET_ENVIRONMENT", StringComparison.Ordinal));
        await app.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task AProjectIsGivenItsLaunchProfilesEnvironmentButNotItsAddress()
    {
        var builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions { DisableDashboard = true });
        var project = builder.AddProject<HasLaunchProfile>("project");
        var context = new EnvironmentCallbackContext(builder.ExecutionContext, project.Resource);
        foreach (var annotation in project.Resource.Annotations.OfType<EnvironmentCallbackAnnotation>())
            await annotation.Callback(context);

        Assert.Equal(new Dictionary<string, object> { ["COLOUR"] = "blue", ["ASPNETCORE_URLS"] = "" }, context.EnvironmentVariables);
    }

    private sealed class HasLaunchProfile : IBuiltProjectMetadata
    {
        public HasLaunchProfile()
        {
            Directory.CreateDirectory(Path.Combine(Folder, "Properties"));
            File.WriteAllText(
                Path.Combine(Folder, "Properties", "launchSettings.json"),
                """
                {
                  // Visual Studio allows comments here.
                  "profiles": {
                    "IIS": { "commandName": "IISExpress" },
                    "mine": { "commandName": "Project", "applicationUrl": "http://localhost:4713", "environmentVariables": { "COLOUR": "blue" } },
                  }
                }
                """);
        }

        public string ProjectPath => Path.Combine(Folder, "Project.csproj");

        public string TargetPath => "";

        private static string Folder { get; } = Directory.CreateTempSubdirectory("wisdomwave-").FullName;
    }
}
