using Microsoft.Extensions.Configuration;

namespace WisdomWave.AppHost.Tests.Dashboard;

public sealed class ParameterTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public void EveryParameterExplainsItselfTheRestartItNeedsAndHowToKeepIt()
    {
        var model = TopologyModel.Of(
            TestSettings.TokenAndKey with { Bots = [new("home", "Home", 223456789)] }, TestSettings.BareMachine,
            new("Models:0:Name", "gpt-5"), new("Models:0:ApiKey", TestSettings.Key), new("Bots:home:Token", "223456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"));

        // The secrets that each start creates are hidden.
        var parameters = model.Resources.OfType<ParameterResource>().Where(parameter => parameter.Name is not ("service-key" or "cache-password")).ToList();
        Assert.Equal(
            ["bots-home-token", "max-tokens", "model-name", "models-0-apikey", "openai-api-key", "telegram-bot-token"],
            parameters.Select(parameter => parameter.Name).Order(StringComparer.Ordinal));
        Assert.All(parameters, parameter =>
        {
            Assert.True(parameter.EnableDescriptionMarkdown);
            Assert.Contains("restart **", parameter.Description, StringComparison.Ordinal);
            Assert.Contains("Setting: `", parameter.Description, StringComparison.Ordinal);
            Assert.Contains("user secrets", parameter.Description, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task AParameterWithoutASettingHasAValue()
    {
        var model = TopologyModel.Of(TestSettings.Empty, TestSettings.BareMachine);
        foreach (var parameter in model.Resources.OfType<ParameterResource>())
            Assert.NotEmpty((await parameter.GetValueAsync(Token))!);
    }

    [Fact]
    public async Task ABlankSettingCountsAsNotSet()
    {
        var model = TopologyModel.Of(TestSettings.Empty, TestSettings.BareMachine, [new("OPENAI_API_KEY", " ")]);
        Assert.Equal("playground", await Assert.IsType<ParameterResource>(model["openai-api-key"]).GetValueAsync(Token));
    }

    /// <summary>Changing the configuration before the first read has the same effect as "Set" in the dashboard.</summary>
    [Fact]
    public async Task ATokenThatIsSetLaterReplacesThePlayground()
    {
        var model = TopologyModel.Of(TestSettings.Empty, TestSettings.BareMachine);
        model.Configuration["TELEGRAM_BOT_TOKEN"] = TestSettings.Token;
        model.Configuration["OPENAI_API_KEY"] = TestSettings.Key;

        var ingress = await model.EnvironmentOf("ingress");
        var completion = await model.EnvironmentOf("completion");

        Assert.Equal("{telegram-bot-token.value}", ingress["TELEGRAM_BOT_TOKEN"]);
        Assert.DoesNotContain("TELEGRAM_API_BASE_URL", ingress.Keys);
        Assert.Equal("{openai-api-key.value}", completion["OPENAI_API_KEY"]);
        Assert.DoesNotContain("OPENAI_BASE_URL", completion.Keys);
    }
}
