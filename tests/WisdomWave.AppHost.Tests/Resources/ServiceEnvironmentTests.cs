using WisdomWave.ServiceDefaults.Access;

namespace WisdomWave.AppHost.Tests.Resources;

public sealed class ServiceEnvironmentTests
{
    [Fact]
    public async Task DialogGetsTheModelTheLimitTheDirectoryAndBothServices() =>
        Assert.Equal(
            new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                ["COMPLETION_HTTP"] = "{completion.bindings.http.url}",
                ["COMPLETION_HTTP2"] = "{completion.bindings.http2.url}",
                ["INGRESS_HTTP"] = "{ingress.bindings.http.url}",
                ["MAX_TOKENS"] = "{max-tokens.value}",
                ["MODEL_NAME"] = "{model-name.value}",
                ["TELEGRAM_BOT_ID"] = "123456789",
                ["WISDOMWAVE_DATA_DIR"] = TestSettings.Empty.DataDirectory,
                ["WISDOMWAVE_HTTP2_PORT"] = "{dialog.bindings.http2.targetPort}",
                ["WISDOMWAVE_SERVICE_KEY"] = "{service-key.value}",
                ["services__completion__http2__0"] = "{completion.bindings.http2.url}",
                ["services__completion__http__0"] = "{completion.bindings.http.url}",
                ["services__ingress__http__0"] = "{ingress.bindings.http.url}",
            },
            await TopologyModel.Of(TestSettings.TokenAndKey, TestSettings.BareMachine).EnvironmentOf("dialog"));

    [Fact]
    public async Task IngressGetsTheTokenAndDialogsAddress() =>
        Assert.Equal(
            new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                ["DIALOG_HTTP"] = "{dialog.bindings.http.url}",
                ["DIALOG_HTTP2"] = "{dialog.bindings.http2.url}",
                ["TELEGRAM_BOT_TOKEN"] = "{telegram-bot-token.value}",
                ["WISDOMWAVE_SERVICE_KEY"] = "{service-key.value}",
                ["services__dialog__http2__0"] = "{dialog.bindings.http2.url}",
                ["services__dialog__http__0"] = "{dialog.bindings.http.url}",
            },
            await TopologyModel.Of(TestSettings.TokenAndKey, TestSettings.BareMachine).EnvironmentOf("ingress"));

    [Fact]
    public async Task OnlyIngressGetsThePublicUrl()
    {
        var model = TopologyModel.Of(TestSettings.TokenAndKey with { PublicUrl = new Uri("https://bots.example.org/wisdom") }, TestSettings.BareMachine);
        Assert.Equal("https://bots.example.org/wisdom", (await model.EnvironmentOf("ingress"))["PublicUrl"]);
        Assert.DoesNotContain("PublicUrl", (await model.EnvironmentOf("dialog")).Keys);
    }

    [Fact]
    public async Task AProxyIsASecretAndOnlyForServicesThatUseIt()
    {
        var model = TopologyModel.Of(
            TestSettings.Empty, TestSettings.BareMachine,
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
    public async Task TheListOfModelsIsPassedToTheServicesThatReadIt()
    {
        var model = TopologyModel.Of(TestSettings.TokenAndKey, TestSettings.BareMachine, new("Models:0:Name", "gpt-5"), new("Models:0:ApiKey", TestSettings.Key), new("Models:0:BaseUrl", "http://localhost:11434/v1"), new("Persona", "You are a pirate."));
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
                ["Cache__Leases"] = "false",
                ["ConnectionStrings__cache"] = "{cache-connection.connectionString}",
                ["MODEL_NAME"] = "{model-name.value}",
                ["OPENAI_API_KEY"] = "{openai-api-key.value}",
                ["OPENAI_ORGANIZATION"] = "org-1",
                ["WISDOMWAVE_HTTP2_PORT"] = "{completion.bindings.http2.targetPort}",
                ["WISDOMWAVE_SERVICE_KEY"] = "{service-key.value}",
            },
            await TopologyModel.Of(TestSettings.TokenAndKey with { OpenAiOrganization = "org-1" }, TestSettings.BareMachine).EnvironmentOf("completion"));

    [Fact]
    public async Task TheOperatorsOwnServersArePassed()
    {
        var model = TopologyModel.Of(
            TestSettings.TokenAndKey with { TelegramApiBaseUrl = new Uri("http://localhost:8081/bot-api"), TelegramFilesDirectory = "/var/lib/telegram-bot-api", OpenAiBaseUrl = new Uri("http://localhost:11434/v1") },
            TestSettings.BareMachine);
        Assert.Equal("/var/lib/telegram-bot-api", (await model.EnvironmentOf("ingress"))["TELEGRAM_FILES_DIR"]);
        Assert.Equal("http://localhost:8081/bot-api", (await model.EnvironmentOf("ingress"))["TELEGRAM_API_BASE_URL"]);
        Assert.Equal("http://localhost:11434/v1", (await model.EnvironmentOf("completion"))["OPENAI_BASE_URL"]);
    }

    [Fact]
    public async Task WithoutTokenAndKeyTheServicesUseThePlayground()
    {
        var model = TopologyModel.Of(TestSettings.Empty, TestSettings.BareMachine);
        Assert.Equal("{playground.bindings.http.url}", (await model.EnvironmentOf("ingress"))["TELEGRAM_API_BASE_URL"]);
        Assert.Equal("{playground.bindings.http.url}/v1", (await model.EnvironmentOf("completion"))["OPENAI_BASE_URL"]);
    }

    [Fact]
    public async Task OnlyThePlaygroundsBotIsOpenToEveryone()
    {
        Assert.Equal("1000001", (await TopologyModel.Of(TestSettings.Empty, TestSettings.BareMachine).EnvironmentOf("dialog"))["Access__OpenBots"]);
        Assert.Equal(
            "1000001", (await TopologyModel.Of(TestSettings.Empty with { OpenAiApiKey = TestSettings.Key }, TestSettings.BareMachine).EnvironmentOf("dialog"))["Access__OpenBots"]);
        Assert.DoesNotContain(
            (await TopologyModel.Of(TestSettings.Empty with { TelegramBotToken = TestSettings.Token }, TestSettings.BareMachine).EnvironmentOf("dialog")).Keys,
            name => name.StartsWith("Access", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false, false, "true", "true")]
    [InlineData(true, false, "false", "true")]
    [InlineData(false, true, "true", "false")]
    public async Task ThePlaygroundSimulatesWhatIsMissing(bool hasToken, bool hasKey, string telegram, string openAi)
    {
        var settings = TestSettings.Empty with { TelegramBotToken = hasToken ? TestSettings.Token : null, OpenAiApiKey = hasKey ? TestSettings.Key : null };
        Assert.Equal(
            new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                ["PLAYGROUND_OPENAI"] = openAi,
                ["PLAYGROUND_TELEGRAM"] = telegram,
                ["WISDOMWAVE_SERVICE_KEY"] = "{service-key.value}",
            },
            await TopologyModel.Of(settings, TestSettings.BareMachine).EnvironmentOf("playground"));
    }

    [Theory]
    [InlineData("telegram-bot-token", TestSettings.Token)]
    [InlineData("openai-api-key", TestSettings.Key)]
    public async Task TokenAndKeyAreSecretParameters(string name, string value)
    {
        var parameter = Assert.IsType<ParameterResource>(TopologyModel.Of(TestSettings.TokenAndKey, TestSettings.BareMachine)[name]);
        Assert.True(parameter.Secret);
        Assert.Equal(value, await parameter.GetValueAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task EachStartHasANewServiceKeyUnlessOneIsSet()
    {
        var (first, second) = (await KeyOfAsync(TestSettings.Empty), await KeyOfAsync(TestSettings.Empty));
        Assert.True(ServiceKey.IsGood(first!));
        Assert.NotEqual(first, second);
        Assert.Equal("a-key-that-a-script-of-the-operator-knows", await KeyOfAsync(TestSettings.Empty with { ServiceKey = "a-key-that-a-script-of-the-operator-knows" }));

        static async Task<string?> KeyOfAsync(Settings settings)
        {
            var parameter = Assert.IsType<ParameterResource>(TopologyModel.Of(settings, TestSettings.BareMachine)["service-key"]);
            Assert.True(parameter.Secret);
            var value = await parameter.GetValueAsync(TestContext.Current.CancellationToken);
            // A restarted service gets the same key.
            Assert.Equal(value, await parameter.GetValueAsync(TestContext.Current.CancellationToken));
            return value;
        }
    }

    /// <summary>Prometheus in a container uses the container's host name for this machine.</summary>
    [Fact]
    public async Task AContainerCanCallTheServicesThatItScrapes()
    {
        var model = TopologyModel.Of(TestSettings.TokenAndKey, TestSettings.ContainerMachine, KeyValuePair.Create("AllowedHosts", (string?)"dialog.example.org"));
        foreach (var service in (string[])["ingress", "dialog", "completion"])
            Assert.Equal("aspire.dev.internal;host.docker.internal;host.containers.internal;dialog.example.org", (await model.EnvironmentOf(service))["AllowedHosts"]);
    }

    [Fact]
    public async Task TheKeyOfAServerWithoutOneIsNone()
    {
        var settings = TestSettings.Empty with { OpenAiBaseUrl = new Uri("http://localhost:11434/v1") };
        var parameter = Assert.IsType<ParameterResource>(TopologyModel.Of(settings, TestSettings.BareMachine)["openai-api-key"]);
        Assert.Equal("none", await parameter.GetValueAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task ThePlaygroundsTokenIsAValidToken()
    {
        var parameter = Assert.IsType<ParameterResource>(TopologyModel.Of(TestSettings.Empty, TestSettings.BareMachine)["telegram-bot-token"]);
        Assert.Matches(@"^\d+:PLAYGROUND-[A-Za-z0-9_-]{24}$", await parameter.GetValueAsync(TestContext.Current.CancellationToken));
    }
}
