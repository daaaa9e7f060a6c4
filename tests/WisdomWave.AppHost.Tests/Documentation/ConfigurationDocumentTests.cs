using System.ComponentModel;
using OptionSettings = System.Collections.Generic.Dictionary<string, (System.Type Type, object? Default)>;
using Setting = (string Service, string Name, string? Default);

namespace WisdomWave.AppHost.Tests.Documentation;

/// <summary>docs/configuration.md and the code name the same settings with the same defaults.</summary>
public sealed class ConfigurationDocumentTests
{
    private const string Document = "docs/configuration.md";

    /// <summary>The only section inside another one.</summary>
    private const string LogFiles = "Logging:Files";

    /// <summary>Options classes without a section of their own, with the place where their settings are documented.</summary>
    private static readonly string[] WithoutSection =
    [
        "BotOptions", // The table of "Several bots".
        "BotsOptions", // The list of these.
        "LocalFilesOptions", // TELEGRAM_FILES_DIR, in "Your own Bot API server".
        "ModelListOptions", // The list of the models.
        "ModelOptions", // In completion the table "Models"; in dialog MODEL_NAME, MAX_TOKENS and Persona.
        "ProviderOptions", // OPENAI_API_KEY, OPENAI_BASE_URL and OPENAI_ORGANIZATION, in the README.
        "RetentionOptions", // RetentionDays.
        "WebhookOptions", // PublicUrl.
    ];

    /// <summary>A service gets these from its environment: the app host does not pass them on from its other sources.</summary>
    private static readonly string[] FromTheEnvironment = ["WISDOMWAVE_SERVICE_KEY", "OTEL_EXPORTER_OTLP_ENDPOINT", "Logging:LogLevel:…"];

    private static readonly IReadOnlyDictionary<string, ServiceAssembly[]> Services = new Dictionary<string, ServiceAssembly[]>
    {
        ["completion"] = [ServiceAssembly.Of(new Projects.WisdomWave_Completion())],
        ["dialog"] = [ServiceAssembly.Of(new Projects.WisdomWave_Dialog())],
        ["ingress"] = [ServiceAssembly.Of(new Projects.WisdomWave_Ingress())],
        ["all"] = [ServiceAssembly.Of(new Projects.WisdomWave_Ingress(), "WisdomWave.ServiceDefaults.dll")],
    };

    private static readonly Setting[] Documented =
    [
        .. SettingsTable.Read(Document, "| service | setting | meaning | default |").SelectMany(row =>
            WithDefaults(row[1], row[3]).Select(setting => (row[0], setting.Name, setting.Default))),
    ];

    public static TheoryData<string, string> Sections =>
        [.. Documented.Where(IsInSection).Select(setting => (setting.Service, SectionOf(setting.Name))).Distinct()];

    [Theory, MemberData(nameof(Sections))]
    public void ASectionHasExactlyTheDocumentedSettingsAndDefaults(string service, string section)
    {
        var documented = Documented.Where(setting => setting.Service == service && IsInSection(setting) && SectionOf(setting.Name) == section)
            .Select(setting => (Name: setting.Name[(section.Length + 1)..], setting.Default)).ToArray();
        var options = BestMatch(service, documented.Select(setting => setting.Name)).Value;

        Assert.Contains(section, Services[service].SelectMany(assembly => assembly.Strings).SelectMany(text => text.Split(':').Append(text)));
        Assert.Equal(options.Keys.Order(), documented.SelectMany(setting => Expanded(setting.Name, options.Keys)).Order());
        foreach (var (name, text) in documented.SelectMany(setting => Expanded(setting.Name, options.Keys).Select(name => (name, setting.Default))))
            Assert.Equal((name, options[name].Default), (name, text is null ? null : TypeDescriptor.GetConverter(options[name].Type).ConvertFromInvariantString(text)));
    }

    [Fact]
    public void EveryOptionsClassIsDocumented()
    {
        var documented = Sections.Select(row => row.Data).Select(row => BestMatch(
            row.Item1, Documented.Where(setting => setting.Service == row.Item1 && IsInSection(setting) && SectionOf(setting.Name) == row.Item2).Select(setting => setting.Name[(row.Item2.Length + 1)..])).Key);
        var classes = Services.Values.SelectMany(assemblies => assemblies).SelectMany(assembly => assembly.Options.Keys);

        Assert.Equal(classes.Distinct().Order(), documented.Concat(WithoutSection).Distinct().Order());
    }

    [Fact]
    public void ASettingWithoutASectionIsReadByItsService()
    {
        foreach (var (service, name, _) in Documented.Where(setting => !IsInSection(setting) && !setting.Name.StartsWith("Logging:LogLevel", StringComparison.Ordinal)))
            Assert.True(Services[service].Any(assembly => assembly.Strings.Contains(name)), $"{service} does not read {name}.");
    }

    [Fact]
    public async Task TheAppHostPassesDocumentedSettingsOn()
    {
        var settings = Documented.Where(setting => !FromTheEnvironment.Contains(setting.Name) && setting.Name != "PublicUrl")
            .Select(setting => (Service: setting.Service == "all" ? "dialog" : setting.Service, Name: setting.Name.Replace("…", "DailyTokens", StringComparison.Ordinal))).ToArray();
        var model = TopologyModel.Of(TestSettings.TokenAndKey, TestSettings.BareMachine, [.. settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)"7"))]);

        foreach (var service in settings.GroupBy(setting => setting.Service))
        {
            var variables = await model.VariablesOf(service.Key);
            Assert.Empty(service.Select(setting => setting.Name.Replace(":", "__", StringComparison.Ordinal)).Except(variables.Keys));
        }
    }

    [Fact]
    public void ThePortsAreDocumented()
    {
        var ports = new Ports();
        Assert.Equal(
            typeof(Ports).GetProperties().Where(port => port.PropertyType == typeof(int) && port.Name is not (nameof(Ports.Telemetry) or nameof(Ports.Resources))).Select(port => ($"Ports:{port.Name}", $"{port.GetValue(ports)}")).Order(),
            SettingsTable.Read(Document, "| setting | default |").Select(row => (SettingsTable.NamesIn(row[0]).Single(), row[1])).Order());
    }

    [Fact]
    public void ThePropertiesOfAModelAreDocumented()
    {
        var completion = Services["completion"][0].SettingsWith("MaxTokensParameter", "Fallback");
        var dialog = Services["dialog"][0].SettingsWith("ContextTokens", "Images");
        var documented = SettingsTable.Read(Document, "| property | meaning | default |").SelectMany(row => SettingsTable.NamesIn(row[0]));

        Assert.Equal(completion.Keys.Union(dialog.Keys).Order(), documented.Order());
    }

    /// <summary>The main settings stand in the README, in both languages.</summary>
    [Theory]
    [InlineData("README.md", "| setting | meaning | default |")]
    [InlineData("README.ru.md", "| настройка | смысл | по умолчанию |")]
    public void TheMainSettingsHaveTheirRealDefaults(string file, string header)
    {
        var settings = Settings.Read(new Microsoft.Extensions.Configuration.ConfigurationManager(), Path.GetTempPath(), []);
        var documented = SettingsTable.Read(file, header)
            .SelectMany(row => WithDefaults(row[0], row[2])).ToDictionary(setting => setting.Name, setting => setting.Default);

        Assert.Equal(
            (settings.ModelName, $"{settings.MaxTokens}", settings.Containers, $"{settings.Ports.Dashboard}"),
            (documented["MODEL_NAME"], documented["MAX_TOKENS"], Enum.Parse<ContainerUse>(documented["WISDOMWAVE_CONTAINERS"]!, ignoreCase: true), documented["Ports:Dashboard"]));
    }

    [Fact]
    public void BothReadmesListTheSameSettings() => Assert.Equal(
        SettingsTable.Read("README.md", "| setting | meaning | default |").Select(row => row[0]),
        SettingsTable.Read("README.ru.md", "| настройка | смысл | по умолчанию |").Select(row => row[0]));

    /// <summary>A row can hold several settings, with one default for each in the same order, or one for all. None: no default.</summary>
    private static IEnumerable<(string Name, string? Default)> WithDefaults(string names, string defaults)
    {
        var all = SettingsTable.NamesIn(names).ToArray();
        var values = SettingsTable.ValuesIn(defaults);
        Assert.True(values.Count <= 1 || values.Count == all.Length, $"{names} has {values.Count} defaults.");
        return all.Select((name, index) => (name, values.Count switch { 0 => null, 1 => values[0], _ => values[index] }));
    }

    /// <summary>The class with most of these settings: so a class may have any name.</summary>
    private static KeyValuePair<string, OptionSettings> BestMatch(string service, IEnumerable<string> names) =>
        Services[service].SelectMany(assembly => assembly.Options)
            .Where(options => !WithoutSection.Contains(options.Key))
            .MaxBy(options => (double)options.Value.Keys.Intersect(names).Count() / options.Value.Keys.Union(names).Count());

    /// <summary><c>Chat:…</c> stands for all settings that begin with <c>Chat:</c>.</summary>
    private static IEnumerable<string> Expanded(string name, IEnumerable<string> all) =>
        name.EndsWith('…') ? all.Where(other => other.StartsWith(name[..^1], StringComparison.Ordinal)) : [name];

    private static bool IsInSection(Setting setting) => setting.Name.Contains(':', StringComparison.Ordinal) && (setting.Name.StartsWith(LogFiles, StringComparison.Ordinal) || !setting.Name.StartsWith("Logging:", StringComparison.Ordinal));

    private static string SectionOf(string name) => name.StartsWith(LogFiles, StringComparison.Ordinal) ? LogFiles : name[..name.IndexOf(':', StringComparison.Ordinal)];
}
