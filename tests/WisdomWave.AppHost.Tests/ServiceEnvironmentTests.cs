using WisdomWave.ServiceDefaults.Access;

namespace WisdomWave.AppHost.Tests;

public sealed class ServiceEnvironmentTests
{
    [Fact]
    public async Task DialogGetsModelLimitDirectoryAndBothNeighbours() =>
        Assert.Equal(
            new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                ["COMPLETION_HTTP"] = "{completion.bindings.http.url}",
                ["INGRESS_HTTP"] = "{ingress.bindings.http.url}",
                ["MAX_TOKENS"] = "{max-tokens.value}",
                ["MODEL_NAME"] = "{model-name.value}",
                ["WISDOMWAVE_DATA_DIR"] = Given.Nothing.DataDirectory,
                ["WISDOMWAVE_SERVICE_KEY"] = "{service-key.value}",
                ["services__completion__http__0"] = "{completion.bindings.http.url}",
                ["services__ingress__http__0"] = "{ingress.bindings.http.url}",
            },
            await Model.Of(Given.TokenAndKey, Given.BareMachine).EnvironmentOf("dialog"));

    [Fact]
    public async Task IngressGetsTheTokenAndDialog() =>
        Assert.Equal(
            new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                ["DIALOG_HTTP"] = "{dialog.bindings.http.url}",
                ["TELEGRAM_BOT_TOKEN"] = "{telegram-bot-token.value}",
                ["WISDOMWAVE_SERVICE_KEY"] = "{service-key.value}",
                ["services__dialog__http__0"] = "{dialog.bindings.http.url}",
            },
            await Model.Of(Given.TokenAndKey, Given.BareMachine).EnvironmentOf("ingress"));

    [Fact]
    public async Task OnlyIngressGetsThePublicAddress()
    {
        var model = Model.Of(Given.TokenAndKey with { PublicUrl = new Uri("https://bots.example.org/wisdom") }, Given.BareMachine);
        Assert.Equal("https://bots.example.org/wisdom", (await model.EnvironmentOf("ingress"))["PublicUrl"]);
        Assert.DoesNotContain("PublicUrl", (await model.EnvironmentOf("dialog")).Keys);
    }

    [Fact]
    public async Task AProxyIsASecretOfThoseWhoUseIt()
    {
        var model = Model.Of(
            Given.Nothing, Given.BareMachine,
            new("TELEGRAM_PROXY", "socks5://ann:password@198.51.100.1:1080"), new("https_proxy", "http://proxy.example.org:3128"), new("NO_PROXY", "10.0.0.0/8"));

        var ingress = await model.EnvironmentOf("ingress");
        Assert.Equal(
            ("{telegram-proxy.value}", "{https-proxy.value}", "10.0.0.0/8"), (ingress["TELEGRAM_PROXY"], ingress["HTTPS_PROXY"], ingress["NO_PROXY"]));
        var completion = await model.EnvironmentOf("completion");
        Assert.Equal(("{https-proxy.value}", "10.0.0.0/8"), (completion["HTTPS_PROXY"], completion["NO_PROXY"]));
        Assert.DoesNotContain("TELEGRAM_PROXY", completion.Keys);
        foreach (var service in (string[])["dialog", "playground", "cache"])
            Assert.DoesNotContain((await model.EnvironmentOf(service)).Keys, name => name.EndsWith("_PROXY", StringComparison.OrdinalIgnoreCase));
        Assert.True(Assert.IsType<ParameterResource>(model["telegram-proxy"]).Secret);
        Assert.True(Assert.IsType<ParameterResource>(model["https-proxy"]).Secret);
    }

    [Fact]
    public async Task TheListOfModelsReachesThoseWhoReadIt()
    {
        var model = Model.Of(Given.TokenAndKey, Given.BareMachine, new("Models:0:Name", "gpt-5"), new("Models:0:ApiKey", Given.Key), new("Models:0:BaseUrl", "http://localhost:11434/v1"), new("Persona", "You are a pirate."));
        Assert.Equal("{models-0-apikey.value}", (await model.EnvironmentOf("completion"))["Models__0__ApiKey"]);
        Assert.Equal("gpt-5", (await model.EnvironmentOf("completion"))["Models__0__Name"]);
        Assert.Equal("gpt-5", (await model.EnvironmentOf("dialog"))["Models__0__Name"]);
        Assert.Equal("http://localhost:11434/v1", (await model.EnvironmentOf("completion"))["Models__0__BaseUrl"]);
        Assert.DoesNotContain("Models__0__ApiKey", (await model.EnvironmentOf("dialog")).Keys);
        Assert.DoesNotContain("Models__0__BaseUrl", (await model.EnvironmentOf("dialog")).Keys);
        Assert.Equal("You are a pirate.", (await model.EnvironmentOf("dialog"))["Persona"]);
        Assert.DoesNotContain("Models__0__Name", (await model.EnvironmentOf("ingress")).Keys);
    }

    [Fact]
    public async Task CompletionGetsTheKeyAndTheCache() =>
        Assert.Equal(
            new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                ["ConnectionStrings__cache"] = "{cache-connection.connectionString}",
                ["MODEL_NAME"] = "{model-name.value}",
                ["OPENAI_API_KEY"] = "{openai-api-key.value}",
                ["OPENAI_ORGANIZATION"] = "org-1",
                ["WISDOMWAVE_SERVICE_KEY"] = "{service-key.value}",
            },
            await Model.Of(Given.TokenAndKey with { OpenAiOrganization = "org-1" }, Given.BareMachine).EnvironmentOf("completion"));

    [Fact]
    public async Task ServersOfOnesOwnAreHandedOn()
    {
        var model = Model.Of(
            Given.TokenAndKey with { TelegramApiBaseUrl = new Uri("http://localhost:8081/bot-api"), TelegramFilesDirectory = "/var/lib/telegram-bot-api", OpenAiBaseUrl = new Uri("http://localhost:11434/v1") },
            Given.BareMachine);
        Assert.Equal("/var/lib/telegram-bot-api", (await model.EnvironmentOf("ingress"))["TELEGRAM_FILES_DIR"]);
        Assert.Equal("http://localhost:8081/bot-api", (await model.EnvironmentOf("ingress"))["TELEGRAM_API_BASE_URL"]);
        Assert.Equal("http://localhost:11434/v1", (await model.EnvironmentOf("completion"))["OPENAI_BASE_URL"]);
    }

    [Fact]
    public async Task WithoutTokenAndKeyBothGoToThePlayground()
    {
        var model = Model.Of(Given.Nothing, Given.BareMachine);
        Assert.Equal("{playground.bindings.http.url}", (await model.EnvironmentOf("ingress"))["TELEGRAM_API_BASE_URL"]);
        Assert.Equal("{playground.bindings.http.url}/v1", (await model.EnvironmentOf("completion"))["OPENAI_BASE_URL"]);
    }

    [Fact]
    public async Task OnlyThePlaygroundsBotIsOpenToEverybody()
    {
        Assert.Equal("1000001", (await Model.Of(Given.Nothing, Given.BareMachine).EnvironmentOf("dialog"))["Access__OpenBots"]);
        Assert.Equal(
            "1000001", (await Model.Of(Given.Nothing with { OpenAiApiKey = Given.Key }, Given.BareMachine).EnvironmentOf("dialog"))["Access__OpenBots"]);
        Assert.DoesNotContain(
            (await Model.Of(Given.Nothing with { TelegramBotToken = Given.Token }, Given.BareMachine).EnvironmentOf("dialog")).Keys,
            name => name.StartsWith("Access", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false, false, "true", "true")]
    [InlineData(true, false, "false", "true")]
    [InlineData(false, true, "true", "false")]
    public async Task ThePlaygroundKnowsWhomItStandsInFor(bool hasToken, bool hasKey, string telegram, string openAi)
    {
        var settings = Given.Nothing with { TelegramBotToken = hasToken ? Given.Token : null, OpenAiApiKey = hasKey ? Given.Key : null };
        Assert.Equal(
            new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                ["PLAYGROUND_OPENAI"] = openAi,
                ["PLAYGROUND_TELEGRAM"] = telegram,
                ["WISDOMWAVE_SERVICE_KEY"] = "{service-key.value}",
            },
            await Model.Of(settings, Given.BareMachine).EnvironmentOf("playground"));
    }

    [Theory]
    [InlineData("telegram-bot-token", Given.Token)]
    [InlineData("openai-api-key", Given.Key)]
    public async Task TokenAndKeyAreSecretParameters(string name, string value)
    {
        var parameter = Assert.IsType<ParameterResource>(Model.Of(Given.TokenAndKey, Given.BareMachine)[name]);
        Assert.True(parameter.Secret);
        Assert.Equal(value, await parameter.GetValueAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task EachStartHasAServiceKeyOfItsOwnUnlessOneIsSet()
    {
        var (first, second) = (await KeyOfAsync(Given.Nothing), await KeyOfAsync(Given.Nothing));
        Assert.True(ServiceKey.IsGood(first!));
        Assert.NotEqual(first, second);
        Assert.Equal("a-key-that-a-script-of-the-operator-knows", await KeyOfAsync(Given.Nothing with { ServiceKey = "a-key-that-a-script-of-the-operator-knows" }));

        static async Task<string?> KeyOfAsync(Settings settings)
        {
            var parameter = Assert.IsType<ParameterResource>(Model.Of(settings, Given.BareMachine)["service-key"]);
            Assert.True(parameter.Secret);
            var value = await parameter.GetValueAsync(TestContext.Current.CancellationToken);
            // A service that is restarted gets it again.
            Assert.Equal(value, await parameter.GetValueAsync(TestContext.Current.CancellationToken));
            return value;
        }
    }

    /// <summary>Prometheus in a container calls the services by a name that the container has for the machine.</summary>
    [Fact]
    public async Task AContainerMayCallTheServicesThatItScrapes()
    {
        var model = Model.Of(Given.TokenAndKey, Given.ContainerMachine, KeyValuePair.Create("AllowedHosts", (string?)"dialog.example.org"));
        foreach (var service in (string[])["ingress", "dialog", "completion"])
            Assert.Equal("aspire.dev.internal;host.docker.internal;host.containers.internal;dialog.example.org", (await model.EnvironmentOf(service))["AllowedHosts"]);
    }

    [Fact]
    public async Task NoKeyForAServerOfOnesOwnIsSaidSo()
    {
        var settings = Given.Nothing with { OpenAiBaseUrl = new Uri("http://localhost:11434/v1") };
        var parameter = Assert.IsType<ParameterResource>(Model.Of(settings, Given.BareMachine)["openai-api-key"]);
        Assert.Equal("none", await parameter.GetValueAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task ThePlaygroundsTokenIsOfATokensForm()
    {
        var parameter = Assert.IsType<ParameterResource>(Model.Of(Given.Nothing, Given.BareMachine)["telegram-bot-token"]);
        Assert.Matches(@"^\d+:PLAYGROUND-[A-Za-z0-9_-]{24}$", await parameter.GetValueAsync(TestContext.Current.CancellationToken));
    }
}
