using Microsoft.Extensions.Configuration;

namespace WisdomWave.AppHost.Configuration;

/// <summary>The number of processes per service. Set it as <c>Replicas__Name</c> in the environment or <c>Replicas:Name</c> elsewhere.</summary>
internal sealed record Replicas
{
    public const string Section = "Replicas";

    private const int Maximum = 16;

    public int Ingress { get; init; } = 1;

    public int Completion { get; init; } = 1;

    public static Replicas Read(IConfiguration configuration, List<string> problems)
    {
        var replicas = new Replicas { Ingress = Count(nameof(Ingress)), Completion = Count(nameof(Completion)) };
        if (Count("Dialog") > 1)
            problems.Add($"{Section}__Dialog must be 1: dialog cannot run as a cluster yet. Ingress and completion can have more replicas, for example {Section}__Completion=2.");
        return replicas;

        int Count(string name)
        {
            if (configuration[$"{Section}:{name}"] is not { } text || string.IsNullOrWhiteSpace(text))
                return 1;
            if (int.TryParse(text, out var count) && count is >= 1 and <= Maximum)
                return count;

            problems.Add($"{Section}__{name} must be a whole number from 1 to {Maximum}, for example 1.");
            return 1;
        }
    }
}
