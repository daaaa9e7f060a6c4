using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace WisdomWave.AppHost.Tests.Dashboard;

public sealed class DashboardViewTests
{
    private static readonly Machine MonitoredMachine = Given.MachineWith("redis-server", "prometheus", "grafana");

    [Fact]
    public void EverythingThatRunsHasAnIcon()
    {
        var model = Model.Of(Given.Nothing, MonitoredMachine);
        Assert.All(model.Names.Concat(["telegram", "model"]), name => Assert.Single(model[name].Annotations.OfType<ResourceIconAnnotation>()));
    }

    [Fact]
    public async Task LinksSayWhatTheyOpenAndAddressesForProgramsAreInTheDetails()
    {
        var model = Model.Of(Given.Nothing, MonitoredMachine);

        Assert.Equal(["Chat page → http://localhost:5100", "(Health → /health)"], await model.LinksOf("playground"));
        Assert.Equal(["(For programs → http://localhost:5101)", "Health → /health", "Metrics → /metrics"], await model.LinksOf("ingress"));
        Assert.Equal(["(For programs → http://localhost:5102)", "Health → /health", "Metrics → /metrics"], await model.LinksOf("dialog"));
        Assert.Equal(["(For programs → http://localhost:5103)", "Health → /health", "Metrics → /metrics"], await model.LinksOf("completion"));
        Assert.Equal(["(For programs → tcp://localhost:6390)"], await model.LinksOf("cache"));
        Assert.Equal(["Queries → http://localhost:9090", "Scraped services → /targets"], await model.LinksOf("prometheus"));
        Assert.Equal(["Board → http://localhost:3000"], await model.LinksOf("grafana"));
    }

    [Fact]
    public async Task ThePublicAddressIsALinkOfIngress()
    {
        var model = Model.Of(Given.TokenAndKey with { PublicUrl = new Uri("https://bots.example.org/wisdom") }, Given.BareMachine);
        Assert.Contains("Webhook address → https://bots.example.org/wisdom", await model.LinksOf("ingress"));
    }

    [Fact]
    public async Task APlaygroundWithoutAChatDoesNotPromiseOne()
    {
        var model = Model.Of(Given.Nothing with { TelegramBotToken = Given.Token }, Given.BareMachine);
        Assert.Equal("About the playground → http://localhost:5100", (await model.LinksOf("playground"))[0]);
    }

    [Fact]
    public void MonitoringIsOneGroupThatPointsAtWhatItWatches()
    {
        var model = Model.Of(Given.Nothing, MonitoredMachine);
        Assert.Equal(["prometheus"], model.RelationsOf("grafana", "Parent"));
        Assert.Superset(new HashSet<string> { "ingress", "dialog", "completion" }, model.RelationsOf("prometheus", "Reference").ToHashSet());
    }

    [Fact]
    public void TheGraphShowsWhoTalksToWhom()
    {
        var model = Model.Of(Given.Nothing, Given.BareMachine);
        Assert.Superset(new HashSet<string> { "dialog", "telegram" }, model.RelationsOf("ingress", "Reference").ToHashSet());
        Assert.Superset(new HashSet<string> { "completion", "ingress" }, model.RelationsOf("dialog", "Reference").ToHashSet());
        Assert.Superset(new HashSet<string> { "cache", "model" }, model.RelationsOf("completion", "Reference").ToHashSet());
    }

    [Fact]
    public void NoResourceAsksForADevelopmentCertificate()
    {
#pragma warning disable ASPIRECERTIFICATES001 // Experimental: it is what the application host sets.
        var model = Model.Of(Given.Nothing, MonitoredMachine);
        Assert.All(model.Resources, resource =>
            Assert.False(Assert.Single(resource.Annotations.OfType<HttpsCertificateAnnotation>()).UseDeveloperCertificate));
#pragma warning restore ASPIRECERTIFICATES001
    }

    [Fact]
    public void HealthChecksHaveNamesForPeopleAndAreRegisteredUnderThem()
    {
        foreach (var machine in new[] { Given.BareMachine, MonitoredMachine, Given.ContainerMachine })
        {
            var model = Model.Of(Given.TokenAndKey, machine);
            var shown = model.Resources.SelectMany(resource => resource.Annotations.OfType<HealthCheckAnnotation>()).Select(check => check.Key).ToList();
            using var services = model.Services.BuildServiceProvider();
            var registered = services.GetRequiredService<IOptions<HealthCheckServiceOptions>>().Value.Registrations.Select(check => check.Name).ToList();

            Assert.Contains("dialog is ready", shown);
            Assert.DoesNotContain(shown, name => name.Contains('_', StringComparison.Ordinal));
            Assert.Empty(shown.Except(registered));
        }
    }
}
