namespace WisdomWave.AppHost.Tests.Fixtures;

internal static class TestSettings
{
    public const string Token = "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw";
    public const string Key = "sk-example";

    public static Settings Empty { get; } = new()
    {
        ModelName = "gpt-5-mini",
        MaxTokens = 16_000,
        DataDirectory = Path.Combine(Path.GetTempPath(), "wisdomwave"),
        Ports = new Ports { Cache = 6390 },
    };

    public static Settings TokenAndKey { get; } = Empty with { TelegramBotToken = Token, OpenAiApiKey = Key };

    /// <summary>Makes an app host process use free ports only.</summary>
    public static Dictionary<string, string> FreePorts { get; } = new()
    {
        ["Ports__Dashboard"] = "0",
        ["Ports__Boards"] = "0",
        ["Ports__Playground"] = "0",
        ["Ports__Ingress"] = "0",
        ["Ports__Dialog"] = "0",
        ["Ports__Completion"] = "0",
        ["Ports__Prometheus"] = "0",
        ["Ports__Grafana"] = "0",
        ["Ports__Alertmanager"] = "0",
    };

    public static Machine BareMachine { get; } = new(ContainerDecision.None, _ => null);

    public static Machine ContainerMachine { get; } = new(ContainerDecision.All, _ => null);

    public static Machine MachineWith(params string[] programs) =>
        new(ContainerDecision.None, name => programs.Contains(name) ? $"/usr/bin/{name}" : null);
}
