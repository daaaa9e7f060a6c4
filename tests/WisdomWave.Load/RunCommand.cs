using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using WisdomWave.Load.Processes;
using WisdomWave.Load.Reporting;
using WisdomWave.Load.Scenarios;

namespace WisdomWave.Load;

/// <summary>The default command: measures.</summary>
internal sealed class RunCommand
{
    private readonly Option<string[]> _scenarios = new("--scenario")
    {
        Description = "Which to run; all without it. May be repeated.",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [.. ScenarioSet.Names],
    };

    private readonly Option<TimeSpan> _duration = Duration("--duration", "How long questions are asked.", 60);
    private readonly Option<TimeSpan> _warmUp = Duration("--warm-up", "The part of it at the beginning that is not summed up.", 30);
    private readonly Option<TimeSpan> _idle = Duration("--idle", "How long the application is watched without load, before it.", 10);
    private readonly Option<TimeSpan> _patience = Duration("--patience", "How long an answer is waited for.", 30);
    private readonly Option<TimeSpan> _modelTime = Duration("--model-time", "How long the model takes; 0 s or 1 s without it, by the scenario.", 0);
    private readonly Option<int> _conversations = new("--conversations") { Description = "Of a closed loop; by the scenario without it." };
    private readonly Option<double> _rate = new("--rate") { Description = "Questions a second of an open loop; by the scenario without it." };
    private readonly Option<int> _turns = new("--turns") { Description = "Turns before a chat is changed for another.", DefaultValueFactory = _ => 5 };
    private readonly Option<int> _chunks = new("--chunks") { Description = "Pieces of an answer.", DefaultValueFactory = _ => 12 };
    private readonly Option<int> _length = new("--answer-length") { Description = "Characters of an answer.", DefaultValueFactory = _ => 600 };
    private readonly Option<bool> _bytes = new("--bytes") { Description = "Count bytes and events between the processes. Latency and CPU are higher then." };
    private readonly Option<bool> _spans = new("--spans") { Description = "Let the services export over OTLP and count the spans." };
    private readonly Option<string[]> _set = new("--set") { Description = "A setting or environment variable of the services: NAME=VALUE. May be repeated." };
    private readonly Option<FileInfo?> _json = new("--json") { Description = "Where the report is written as JSON." };

    public static RootCommand Create()
    {
        var run = new RunCommand();
        run._scenarios.AcceptOnlyFromAmong([.. ScenarioSet.Names]);
        var command = new RootCommand("Measures what a turn costs: starts the services, a Telegram and a model of its own, and asks.")
        {
            run._scenarios, run._duration, run._warmUp, run._idle, run._patience, run._modelTime, run._conversations, run._rate, run._turns,
            run._chunks, run._length, run._bytes, run._spans, run._set, run._json,
        };
        command.SetAction(run.RunAsync);
        command.Add(CompareCommand.Create());
        command.Add(OutsideCommand.Create());
        return command;
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
#if DEBUG
        Console.Error.WriteLine("This is a Debug build, whose figures mean nothing: add -c Release.");
#endif
        var report = new Report { At = DateTimeOffset.UtcNow, Machine = Machine.Name };
        Console.WriteLine(report.Machine);
        var given = Given(arguments);
        using var http = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        try
        {
            foreach (var name in arguments.GetValue(_scenarios)!)
            {
                report.Scenarios.Add(await new ScenarioRunner(ScenarioSet.Of(name, given), http).RunAsync(cancellationToken));
                // After each scenario, so that a later failure does not lose it.
                if (arguments.GetValue(_json) is { } file)
                    report.Write(file.FullName);
            }

            return 0;
        }
        catch (LoadException failure)
        {
            Console.Error.WriteLine(failure.Message);
            return 1;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Console.Error.WriteLine("Stopped.");
            return 130;
        }
    }

    private Scenario Given(ParseResult arguments) => new()
    {
        Name = "",
        Rate = arguments.GetValue(_rate),
        Conversations = arguments.GetValue(_conversations),
        Turns = arguments.GetValue(_turns),
        ModelTime = arguments.GetValue(_modelTime),
        Chunks = arguments.GetValue(_chunks),
        AnswerLength = arguments.GetValue(_length),
        Duration = arguments.GetValue(_duration),
        WarmUp = arguments.GetValue(_warmUp),
        Idle = arguments.GetValue(_idle),
        Patience = arguments.GetValue(_patience),
        CountsBytes = arguments.GetValue(_bytes),
        CountsSpans = arguments.GetValue(_spans),
        Settings = (arguments.GetValue(_set) ?? []).Select(setting => setting.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair.ElementAtOrDefault(1) ?? ""),
    };

    private static Option<TimeSpan> Duration(string name, string description, int seconds) => new(name)
    {
        Description = $"{description} Seconds.",
        DefaultValueFactory = _ => TimeSpan.FromSeconds(seconds),
        CustomParser = Seconds,
    };

    // 40, 40s, 0.5
    private static TimeSpan Seconds(ArgumentResult result)
    {
        var text = result.Tokens[0].Value.TrimEnd('s');
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds))
            return TimeSpan.FromSeconds(seconds);
        result.AddError($"{result.Tokens[0].Value} is no number of seconds.");
        return default;
    }
}
