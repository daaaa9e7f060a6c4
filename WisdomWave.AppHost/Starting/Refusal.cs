namespace WisdomWave.AppHost.Starting;

internal static class Refusal
{
    /// <summary>One line for each problem, and the exit code.</summary>
    public static int Tell(IEnumerable<string> problems)
    {
        foreach (var problem in problems)
            Console.Error.WriteLine(problem);
        return 1;
    }
}
