using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace WisdomWave.AppHost.Tests.Dashboard;

public sealed class DashboardViewTests
{
    private static readonly Machine MonitoredMachine = TestSettings.MachineWith("redis-server", "prometheus", "grafana");

    [Fact]
    public void EveryResourceHasAnIcon()
    {
        var model = TopologyModel.Of(TestSettings.Empty, MonitoredMachine);
        Assert.All(model.Names.Concat(["telegram", "model"]), name => Assert.Single(model[name].Annotations.OfType<ResourceIconAnnotation>()));
    }

    [Fact]
    public async Task LinksAreNamedAndAddressesForProgramsAreInTheDetails()
    {
        var model = TopologyModel.Of(TestSettings.Empty, MonitoredMachine);

        Assert.Equal(["Chat page → http://localhost:5100", "(Health → /health)"], await model.LinksOf("playground"));
        Assert.Equal(["(For programs → http://localhost:5101)", "Health → /health", "Metrics → /metrics"], await model.LinksOf("ingress"));
        Assert.Equal(["(For programs → http://localhost:5102)", "Health → /health", "Metrics → /metrics"], await model.LinksOf("dialog"));
        Assert.Equal(["(For programs → http://localhost:5103)", "Health → /health", "Metrics → /metrics"], await model.LinksOf("completion"));
        Assert.Equal(["(For programs → tcp://localhost:6390)"], await model.LinksOf("cache"));
        Assert.Equal(["Queries → http://localhost:9090", "Scraped services → /targets"], await model.LinksOf("prometheus"));
        Assert.Equal(["Dashboard → http://localhost:3000"], await model.LinksOf("grafana"));
    }

    [Fact]
    public async Task ThePublicUrlIsALinkOfIngress()
    {
        var model = TopologyModel.Of(TestSettings.TokenAndKey with { PublicUrl = new Uri("https://bots.example.org/wisdom") }, TestSettings.BareMachine);
        Assert.Contains("Webhook address → https://bots.example.org/wisdom", await model.LinksOf("ingress"));
    }

    [Fact]
    public async Task APlaygroundWithoutSimulatedTelegramHasNoChatLink()
    {
        var model = TopologyModel.Of(TestSettings.Empty with { TelegramBotToken = TestSettings.Token }, TestSettings.BareMachine);
        Assert.Equal("About the playground → http://localhost:5100", (await model.LinksOf("playground"))[0]);
    }

    [Fact]
    public void MonitoringIsOneGroupWithReferencesToTheScrapedServices()
    {
        var model = TopologyModel.Of(TestSettings.Empty, MonitoredMachine);
        Assert.Equal(["prometheus"], model.RelationsOf("grafana", "Parent"));
        Assert.Superset(new HashSet<string> { "ingress", "dialog", "completion" }, model.RelationsOf("prometheus", "Reference").ToHashSet());
    }

    [Fact]
    public void TheGraphShowsWhichServicesCallEachOther()
    {
        var model = TopologyModel.Of(TestSettings.Empty, TestSettings.BareMachine);
        Assert.Superset(new HashSet<string> { "dialog", "telegram" }, model.RelationsOf("ingress", "Reference").ToHashSet());
        Assert.Superset(new HashSet<string> { "completion", "ingress" }, model.RelationsOf("dialog", "Reference").ToHashSet());
        Assert.Superset(new HashSet<string> { "cache", "model" }, model.RelationsOf("completion", "Reference").ToHashSet());
    }

    [Fact]
    public void NoResourceNeedsADevelopmentCertificate()
    {
#pragma warning disable ASPIRECERTIFICATES001 // Experimental, but the app host uses it.
        var model = TopologyModel.Of(TestSettings.Empty, MonitoredMachine);
        Assert.All(model.Resources, resource =>
            Assert.False(Assert.Single(resource.Annotations.OfType<HttpsCertificateAnnotation>()).UseDeveloperCertificate));
#pragma warning restore ASPIRECERTIFICATES001
    }

    [Fact]
    public void HealthChecksAreRegisteredUnderReadableNames()
    {
        foreach (var machine in new[] { TestSettings.BareMachine, MonitoredMachine, TestSettings.ContainerMachine })
        {
            var model = TopologyModel.Of(TestSettings.TokenAndKey, machine);
            var shown = model.Resources.SelectMany(resource => resource.Annotations.OfType<HealthCheckAnnotation>()).Select(check => check.Key).ToList();
            using var services = model.Services.BuildServiceProvider();
            var registered = services.GetRequiredService<IOptions<HealthCheckServiceOptions>>().Value.Registrations.Select(check => check.Name).ToList();

            Assert.Contains("dialog is ready", shown);
            Assert.DoesNotContain(shown, name => name.Contains('_', StringComparison.Ordinal));
            Assert.Empty(shown.Except(registered));
        }
    }
}
