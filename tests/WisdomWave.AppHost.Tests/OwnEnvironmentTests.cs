namespace WisdomWave.AppHost.Tests;

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
    // Otherwise the dashboard would answer under our services' names only.
    [InlineData("AllowedHosts")]
    [InlineData("Bots__home__Token")]
    [InlineData("BOTS:home:Token")]
    [InlineData("DOTNET_Bots__home__Token")]
    [InlineData("Aspnetcore_models:0__ApiKey")]
    public void ASecretIsForgottenInEachSpellingThatTheConfigurationReads(string name) =>
        Assert.True(OwnEnvironment.IsForgotten(name));

    [Theory]
    [InlineData("DOTNET_ENVIRONMENT")]
    [InlineData("ASPNETCORE_URLS")]
    [InlineData("DOTNET_")]
    [InlineData("PATH")]
    [InlineData("Ports__Dialog")]
    [InlineData("MY_OPENAI_API_KEY_FILE")]
    public void OtherVariablesStay(string name) => Assert.False(OwnEnvironment.IsForgotten(name));

    [Fact]
    public void WhatIsForgottenIsNotInheritedAnyMore()
    {
        string[] names = ["models:of_this_test:ApiKey", "DOTNET_Bots__of_this_test__Token"];
        foreach (var name in names)
            Environment.SetEnvironmentVariable(name, "secret");

        OwnEnvironment.Forget();

        Assert.All(names, name => Assert.Null(Environment.GetEnvironmentVariable(name)));
    }
}
