using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using WisdomWave.Testing;

namespace WisdomWave.Dialog.Tests.Logging;

/// <summary>The log levels in services/WisdomWave.Dialog/appsettings.json.</summary>
public sealed class OrleansLogLevelTests
{
    // On a busy machine Orleans logs these warnings every few seconds, and an operator cannot do anything about them.
    [Theory]
    [InlineData("Orleans.Runtime.Scheduler.WorkItemGroup")]
    [InlineData("Orleans.Runtime.MembershipService.LocalSiloHealthMonitor")]
    [InlineData("Orleans.Runtime.MembershipService.ThreadPoolStallDetector")]
    [InlineData("Orleans.Runtime.Watchdog")]
    public void WarningsAboutASlowMachineAreHiddenButErrorsAreNot(string category)
    {
        Assert.NotNull(typeof(CoreHostingExtensions).Assembly.GetType(category));
        using var logging = LoggingWith([]);

        var logger = logging.CreateLogger(category);

        Assert.False(logger.IsEnabled(LogLevel.Warning));
        Assert.True(logger.IsEnabled(LogLevel.Error));
    }

    [Fact]
    public void OtherOrleansWarningsAreVisible()
    {
        using var logging = LoggingWith([]);

        Assert.True(logging.CreateLogger("Orleans.Runtime.Catalog").IsEnabled(LogLevel.Warning));
    }

    [Fact]
    public void ASettingMakesHiddenWarningsVisible()
    {
        using var logging = LoggingWith(new() { ["Logging:LogLevel:Orleans.Runtime.Scheduler"] = "Warning" });

        Assert.True(logging.CreateLogger("Orleans.Runtime.Scheduler.WorkItemGroup").IsEnabled(LogLevel.Warning));
    }

    private static ILoggerFactory LoggingWith(Dictionary<string, string?> settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddJsonFile(Path.Combine(Repository.Root, "services", "WisdomWave.Dialog", "appsettings.json"))
            .AddInMemoryCollection(settings)
            .Build();
        return LoggerFactory.Create(logging => logging.AddConfiguration(configuration.GetSection("Logging")).AddProvider(new Testing.LogLines()));
    }
}
