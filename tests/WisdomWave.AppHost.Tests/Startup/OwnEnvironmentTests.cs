namespace WisdomWave.AppHost.Tests.Startup;

/// <summary>Not parallel to others, because it changes the environment of this process, which their settings are read from.</summary>
[CollectionDefinition(nameof(OwnEnvironmentTests), DisableParallelization = true)]
[Collection(nameof(OwnEnvironmentTests))]
public sealed class OwnEnvironmentTests
{
    [Theory]
    [InlineData("OPENAI_API_KEY")]
    [InlineData("openai_api_key")]
    [InlineData("DOTNET_OPENAI_API_KEY")]
    [InlineData("ASPNETCORE_TELEGRAM_BOT_TOKEN")]
    [InlineData("dotnet_telegram_bot_token")]
    [InlineData("HTTPS_PROXY")]
    [InlineData("https_proxy")]
    [InlineData("http_proxy")]
    [InlineData("ALL_PROXY")]
    [InlineData("no_proxy")]
    [InlineData("TELEGRAM_PROXY")]
    [InlineData("WISDOMWAVE_SERVICE_KEY")]
    // Otherwise the dashboard would answer only to the services' host names.
    [InlineData("AllowedHosts")]
    [InlineData("Bots__home__Token")]
    [InlineData("BOTS:home:Token")]
    [InlineData("ConnectionStrings__dialog")]
    [InlineData("connectionstrings:dialog")]
    [InlineData("DOTNET_Bots__home__Token")]
    [InlineData("Aspnetcore_models:0__ApiKey")]
    public void ASecretIsRemovedInEverySpellingThatTheConfigurationReads(string name) =>
        Assert.True(OwnEnvironment.IsRemoved(name));

    [Theory]
    [InlineData("DOTNET_ENVIRONMENT")]
    [InlineData("ASPNETCORE_URLS")]
    [InlineData("DOTNET_")]
    [InlineData("PATH")]
    [InlineData("Ports__Dialog")]
    [InlineData("MY_OPENAI_API_KEY_FILE")]
    public void OtherVariablesAreKept(string name) => Assert.False(OwnEnvironment.IsRemoved(name));

    [Fact]
    public void ARemovedVariableIsNoLongerInherited()
    {
        string[] names = ["models:of_this_test:ApiKey", "DOTNET_Bots__of_this_test__Token"];
        foreach (var name in names)
            Environment.SetEnvironmentVariable(name, "secret");

        OwnEnvironment.RemoveSettings();

        Assert.All(names, name => Assert.Null(Environment.GetEnvironmentVariable(name)));
    }
}
