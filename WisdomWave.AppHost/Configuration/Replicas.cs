using Microsoft.Extensions.Configuration;

namespace WisdomWave.AppHost.Configuration;

/// <summary>How many processes of each service run. Each can be set as <c>Replicas__Name</c> in the environment, <c>Replicas:Name</c> elsewhere.</summary>
internal sealed record Replicas
{
    public const string Section = "Replicas";

    private const int Most = 16;

    public int Ingress { get; init; } = 1;

    public int Completion { get; init; } = 1;

    public static Replicas Read(IConfiguration configuration, bool usesWebhooks, List<string> problems)
    {
        var replicas = new Replicas { Ingress = Count(nameof(Ingress)), Completion = Count(nameof(Completion)) };
        if (replicas.Ingress > 1 && !usesWebhooks)
            problems.Add($"{Section}__Ingress is more than 1, but Telegram allows one poller for a bot; set PublicUrl too, so that Telegram brings updates by webhook, or set {Section}__Ingress to 1.");
        if (Count("Dialog") > 1)
            problems.Add($"{Section}__Dialog must be 1: dialog keeps all conversations in one SQLite file and cannot run as a cluster yet. More replicas of ingress or completion are possible, for example {Section}__Completion=2.");
        return replicas;

        int Count(string name)
        {
            if (configuration[$"{Section}:{name}"] is not { } text || string.IsNullOrWhiteSpace(text))
                return 1;
            if (int.TryParse(text, out var count) && count is >= 1 and <= Most)
                return count;

            problems.Add($"{Section}__{name} must be a whole number from 1 to {Most}, for example 1.");
            return 1;
        }
    }
}
