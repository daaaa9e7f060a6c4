using WisdomWave.AppHost.Configuration;

namespace WisdomWave.AppHost.Machines;

/// <summary>What the machine offers to run things with.</summary>
internal sealed record Machine(bool RunsContainers, Func<string, string?> FindProgram)
{
    public bool CanRun(params ReadOnlySpan<string> programs)
    {
        foreach (var program in programs)
        {
            if (FindProgram(program) is not null)
                return true;
        }

        return RunsContainers;
    }

    public static async Task<Machine> LookAsync(Settings settings, List<string> problems)
    {
        var runsContainers = await ContainerRuntime.DecideAsync(settings.Containers, ContainerRuntime.AnswersAsync, problems);
        return new Machine(runsContainers, Programs.OnPath);
    }
}
