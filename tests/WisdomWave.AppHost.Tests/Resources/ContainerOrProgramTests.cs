namespace WisdomWave.AppHost.Tests.Resources;

public sealed class ContainerOrProgramTests
{
    [Fact]
    public async Task WithContainersTheCacheIsARedisContainer()
    {
        var model = TopologyModel.Of(TestSettings.Empty, TestSettings.ContainerMachine);
        Assert.IsType<RedisResource>(model["cache"]);
        Assert.Equal("library/redis:8.6", model.ImageOf("cache"));
        Assert.Equal("{cache.connectionString}", (await model.EnvironmentOf("completion"))["ConnectionStrings__cache"]);
    }

    [Fact]
    public async Task EveryKindOfCacheHasANewPasswordThatIsInNoCommandLine()
    {
        var passwords = new HashSet<string>();
        Machine[] machines = [TestSettings.ContainerMachine, TestSettings.MachineWith("redis-server"), TestSettings.BareMachine];
        foreach (var machine in machines)
        {
            var model = TopologyModel.Of(TestSettings.Empty, machine);
            var parameter = Assert.IsType<ParameterResource>(model["cache-password"]);
            var password = (await parameter.GetValueAsync(TestContext.Current.CancellationToken))!;
            Assert.True(parameter.Secret);
            Assert.Matches("^[0-9a-f]{64}$", password);
            Assert.IsAssignableFrom<IManifestExpressionProvider>((await model.VariablesOf("completion"))["ConnectionStrings__cache"]);
            Assert.Equal($"localhost:6390,password={password}", await model.ConnectionOfTheCacheAsync());
            Assert.All(await model.ArgumentsOf("cache"), argument => Assert.DoesNotContain(password, argument, StringComparison.Ordinal));
            passwords.Add(password);
        }

        Assert.Equal(machines.Length, passwords.Count);
    }

    /// <summary>The orchestrator passes a container's variables and arguments on docker's command line, which all users can read.</summary>
    [Fact]
    public async Task NoContainerHasASecretAmongItsVariablesOrArguments()
    {
        var model = TopologyModel.Of(TestSettings.TokenAndKey, TestSettings.ContainerMachine);
        var secrets = model.Resources.OfType<ParameterResource>().Where(parameter => parameter.Secret).ToList();
        Assert.Contains(secrets, parameter => parameter.Name == "cache-password");
        var values = await Task.WhenAll(secrets.Select(async secret => await secret.GetValueAsync(TestContext.Current.CancellationToken)));
        string[] traces = [.. secrets.Select(secret => secret.ValueExpression), .. values.OfType<string>().Where(value => value.Length > 0)];

        var containers = model.Resources.OfType<ContainerResource>().Select(container => container.Name).ToList();
        Assert.Equal(["cache", "grafana", "prometheus"], containers.Order());
        foreach (var container in containers)
        {
            string[] visible = [.. (await model.EnvironmentOf(container)).Values, .. await model.ArgumentsOf(container)];
            Assert.All(visible, text => Assert.DoesNotContain(traces, trace => text.Contains(trace, StringComparison.Ordinal)));
        }
    }

    [Fact]
    public async Task TheContainersPasswordIsAFileThatOnlyItsOwnerCanRead()
    {
        var model = TopologyModel.Of(TestSettings.Empty, TestSettings.ContainerMachine);
        var password = await ((ParameterResource)model["cache-password"]).GetValueAsync(TestContext.Current.CancellationToken);

        var files = Assert.Single(model["cache"].Annotations.OfType<ContainerFileSystemCallbackAnnotation>());
        var items = await files.Callback(
            new ContainerFileSystemCallbackContext { Model = model["cache"], Services = null! }, TestContext.Current.CancellationToken);

        var file = Assert.IsType<ContainerFile>(Assert.Single(items));
        Assert.Equal(("/etc/wisdomwave", "cache.conf", $"requirepass {password}\n"), (files.DestinationPath, file.Name, file.Contents));
        Assert.Equal(UnixFileMode.UserRead, file.Mode);
    }

    [Fact]
    public async Task TheContainersDataIsKeptAndTheCachesMemoryIsLimited()
    {
        var model = TopologyModel.Of(TestSettings.Empty, TestSettings.ContainerMachine);
        var redis = Assert.IsType<RedisResource>(model["cache"]);
        Assert.Equal(
            ["exec redis-server /etc/wisdomwave/cache.conf --save 60 1 --maxmemory 128mb --maxmemory-policy allkeys-lru"], await model.ArgumentsOf("cache"));
#pragma warning disable ASPIRECONTAINERSHELLEXECUTION001 // Experimental, but Aspire's Redis uses it: with it the orchestrator adds the -c.
        Assert.Equal(("/bin/sh", true), (redis.Entrypoint, redis.ShellExecution));
#pragma warning restore ASPIRECONTAINERSHELLEXECUTION001
        Assert.Equal(["wisdomwave-cache"], model.VolumesOf("cache"));
        Assert.Equal(["wisdomwave-prometheus"], model.VolumesOf("prometheus"));
        Assert.Equal(["wisdomwave-grafana"], model.VolumesOf("grafana"));
    }

    [Fact]
    public void EachImageHasAnExactTag()
    {
        var model = TopologyModel.Of(TestSettings.Empty, TestSettings.ContainerMachine);
        foreach (var (image, name) in ((ContainerImage, string)[])[(ContainerImage.Cache, "cache"), (ContainerImage.Prometheus, "prometheus"), (ContainerImage.Grafana, "grafana")])
        {
            Assert.True(model[name].TryGetContainerImageName(out var reference));
            Assert.Equal(image.Reference, reference);
            Assert.Matches(@":v?\d+\.\d+", reference);
        }
    }

    /// <summary>The dashboard shows the name.</summary>
    [Fact]
    public void EachHealthCheckHasAReadableName()
    {
        Machine[] machines = [TestSettings.ContainerMachine, TestSettings.MachineWith("redis-server", "prometheus", "grafana")];
        foreach (var machine in machines)
        {
            var model = TopologyModel.Of(TestSettings.Empty, machine);
            Assert.Equal(["cache answers PING"], model.ChecksOf("cache"));
            Assert.Equal(["prometheus is ready"], model.ChecksOf("prometheus"));
            Assert.Equal(["grafana is ready"], model.ChecksOf("grafana"));
        }
    }

    [Fact]
    public async Task WithoutContainersTheCacheIsTheMachinesRedisServer()
    {
        var model = TopologyModel.Of(TestSettings.Empty, TestSettings.MachineWith("redis-server"));
        Assert.Equal("/usr/bin/redis-server", Assert.IsType<ExecutableResource>(model["cache"]).Command);
        Assert.Equal(
            [Path.Combine(TestSettings.Empty.DataDirectory, "cache.conf"), "--bind", "127.0.0.1", "--port", "6390", "--save", "", "--maxmemory", "128mb", "--maxmemory-policy", "allkeys-lru", "--loglevel", "warning"],
            await model.ArgumentsOf("cache"));
    }

    [Fact]
    public async Task WithoutContainersAndRedisTheCacheIsTheEmbeddedOne()
    {
        var model = TopologyModel.Of(TestSettings.Empty, TestSettings.BareMachine);
        Assert.IsType<ProjectResource>(model["cache"]);
        Assert.Equal(
            new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                ["CACHE_PASSWORD"] = "{cache-password.value}",
                ["CACHE_PORT"] = "{cache.bindings.tcp.targetPort}",
            },
            await model.EnvironmentOf("cache"));
    }

    [Fact]
    public void WithContainersMonitoringUsesPinnedImages()
    {
        var model = TopologyModel.Of(TestSettings.Empty, TestSettings.ContainerMachine);
        Assert.Equal("prom/prometheus:v3.13.3", model.ImageOf("prometheus"));
        Assert.Equal("grafana/grafana:13.2.3", model.ImageOf("grafana"));
        Assert.Equal(["completion", "dialog", "ingress"], model.WaitsOf("prometheus"));
        Assert.Empty(model.WaitsOf("grafana"));
    }

    [Fact]
    public async Task WithoutContainersMonitoringUsesTheMachinesPrograms()
    {
        var model = TopologyModel.Of(TestSettings.Empty, TestSettings.MachineWith("prometheus", "grafana-server"));
        var data = Path.Combine(TestSettings.Empty.DataDirectory, "prometheus");
        Assert.Equal(
            [
                $"--config.file={Path.Combine(data, "scrape.yml")}", $"--storage.tsdb.path={Path.Combine(data, "tsdb")}",
                "--storage.tsdb.retention.time=15d", "--web.listen-address=127.0.0.1:9090", "--log.level=warn",
            ],
            await model.ArgumentsOf("prometheus"));
        Assert.Equal("{prometheus.bindings.http.url}", (await model.EnvironmentOf("grafana"))["PROMETHEUS_URL"]);
    }

    [Fact]
    public void GrafanaIsOmittedWithoutPrometheus() =>
        Assert.DoesNotContain("grafana", TopologyModel.Of(TestSettings.Empty, TestSettings.MachineWith("grafana")).Names);

    [Fact]
    public async Task TheContainersScriptReplacesEveryAddress()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The script needs a POSIX shell; run this test on Linux or macOS.");

        var model = TopologyModel.Of(TestSettings.Empty, TestSettings.ContainerMachine);
        var folder = Directory.CreateTempSubdirectory("wisdomwave-").FullName;
        var template = Path.Combine(model.AppHostDirectory, "Monitoring", "prometheus", "prometheus.yml");
        var script = (await model.ArgumentsOf("prometheus"))[1]
            .Replace("/etc/prometheus/template.yml", template, StringComparison.Ordinal)
            .Replace("/prometheus/scrape.yml", $"{folder}/scrape.yml", StringComparison.Ordinal)
            .Replace("exec prometheus", "exec true", StringComparison.Ordinal);
        var addresses = new Dictionary<string, string> { ["INGRESS"] = "a:1", ["DIALOG"] = "b:2", ["COMPLETION"] = "c:3" };
        var run = await Command.RunAsync("/bin/sh", ["-c", script], addresses);

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(
            (await File.ReadAllTextAsync(template, TestContext.Current.CancellationToken))
                .Replace("<ingress>", "a:1", StringComparison.Ordinal)
                .Replace("<dialog>", "b:2", StringComparison.Ordinal)
                .Replace("<completion>", "c:3", StringComparison.Ordinal)
                .Replace("<rules>", "/etc/prometheus/rules.yml", StringComparison.Ordinal)
                .Replace("<alertmanager>", "", StringComparison.Ordinal),
            await File.ReadAllTextAsync($"{folder}/scrape.yml", TestContext.Current.CancellationToken));
        Directory.Delete(folder, recursive: true);
    }
}
