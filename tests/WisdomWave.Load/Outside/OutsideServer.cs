using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace WisdomWave.Load.Outside;

/// <summary>
/// The process that stands in for Telegram, the model and the people, so that one clock times an update and its answer, without
/// additional calls. The command that started it controls it over HTTP.
/// </summary>
internal sealed class OutsideServer(OutsideOptions options) : IDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(20);

    private readonly UpdateQueue[] _updates = [.. Enumerable.Range(0, options.Bots).Select(_ => new UpdateQueue())];
    private readonly SpanCounter _spans = new();
    private readonly List<Forwarder> _links = [.. options.Links.Select(link => new Forwarder(link))];
    private readonly CancellationTokenSource _stopping = new();
    private Task _generating = Task.CompletedTask;
    private Ledger _ledger = null!;
    private Func<Chat, Turn> _ask = null!;

    /// <summary>Serves until its standard input ends, which happens when the command that started it ends, in any way.</summary>
    public async Task<int> RunAsync()
    {
        var text = new AnswerText(options.AnswerLength, options.Chunks);
        _ledger = new Ledger(text, _updates, options.MayTrim);
        using var callers = options.Completion is { } completion ? new CompletionCallers(_ledger, completion, options.Questions) : null;
        _ask = callers is null ? _ledger.Ask : callers.Ask;
        var bots = new BotApi(_ledger, _updates);
        var model = new Model(_ledger, text, options.ModelTime);

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls($"http://127.0.0.1:{options.Port}");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Run(context => RouteAsync(context, bots, model));
        await app.StartAsync();
        foreach (var link in _links)
            _ = link.RunAsync(CancellationToken.None);

        await GuardAsync();
        return 0;
    }

    public void Dispose() => _stopping.Dispose();

    private Task RouteAsync(HttpContext context, BotApi bots, Model model)
    {
        var path = context.Request.Path.Value!;
        // /bot1000001:token/sendMessage
        if (path.StartsWith("/bot", StringComparison.Ordinal))
            return bots.CallAsync(context, long.Parse(path.AsSpan(4, path.IndexOf(':') - 4), System.Globalization.CultureInfo.InvariantCulture), path[(path.LastIndexOf('/') + 1)..]);
        return path switch
        {
            "/v1/chat/completions" => model.CompleteAsync(context),
            "/v1/traces" or "/v1/metrics" or "/v1/logs" => _spans.ReceiveAsync(context),
            "/control/begin" => BeginAsync(context),
            "/control/take" => context.Response.WriteAsJsonAsync(Take(), OutsideJson.Default.OutsideSample),
            "/control/end" => EndAsync(context),
            "/control/ask" => AskAsync(context),
            "/control/alive" => context.Response.CompleteAsync(),
            _ => NotFoundAsync(context),
        };
    }

    private static Task NotFoundAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private OutsideSample Take() => _ledger.Take() with
    {
        Links = _links.ToDictionary(link => link.Name, link => link.Traffic),
        Spans = _spans.Spans,
    };

    /// <summary>One question, answered with the seconds until its answer.</summary>
    private async Task AskAsync(HttpContext context)
    {
        var started = Stopwatch.GetTimestamp();
        await _ask(_ledger.NewChat()).Answered.WaitAsync(context.RequestAborted);
        await context.Response.WriteAsJsonAsync(Stopwatch.GetElapsedTime(started).TotalSeconds, OutsideJson.Default.Double);
    }

    private async Task BeginAsync(HttpContext context)
    {
        var plan = await JsonSerializer.DeserializeAsync(context.Request.Body, OutsideJson.Default.LoadPlan, context.RequestAborted);
        _generating = new Generator(_ledger, _ask, plan!, _stopping.Token).RunAsync();
    }

    /// <summary>Stops asking, waits until everything is answered or <c>?patience=</c> seconds have passed, and returns the outcome.</summary>
    private async Task EndAsync(HttpContext context)
    {
        await _stopping.CancelAsync();
        await _generating;
        var patience = TimeSpan.FromSeconds(int.Parse(context.Request.Query["patience"].ToString(), System.Globalization.CultureInfo.InvariantCulture));
        for (var started = Stopwatch.GetTimestamp(); _ledger.Answered < _ledger.Asked && Stopwatch.GetElapsedTime(started) < patience;)
            await Task.Delay(LookEvery, context.RequestAborted);
        // A duplicate answer arrives a little later.
        await Task.Delay(TimeSpan.FromSeconds(1), context.RequestAborted);
        await context.Response.WriteAsJsonAsync(_ledger.Judge(), OutsideJson.Default.Verdict);
    }

    /// <summary>Reads the ids of processes that must not outlive the command, and ends them after it.</summary>
    private static async Task GuardAsync()
    {
        var guarded = new List<int>();
        while (await Console.In.ReadLineAsync() is { } line)
        {
            if (int.TryParse(line, out var id))
                guarded.Add(id);
        }

        foreach (var id in guarded)
        {
            try
            {
                using var process = Process.GetProcessById(id);
                process.Kill();
            }
            catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
            {
                // It has ended by itself.
            }
        }
    }
}
