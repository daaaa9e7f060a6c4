using System.Text.Json;
using WisdomWave.Playground.Faults;
using WisdomWave.Playground.OpenAi.Wire;

namespace WisdomWave.Playground.OpenAi;

/// <summary><c>POST /v1/chat/completions</c>: the scripted model's answer, or the fault that a test has injected.</summary>
internal sealed class ChatCompletions(InjectedFaults faults, CallLog callLog, PlaygroundSettings settings, TimeProvider time)
{
    private const int CacheBlock = 128;
    private const int SmallestCachedPrompt = 1024;

    public async Task CompleteAsync(HttpContext context)
    {
        var cancellationToken = context.RequestAborted;
        ChatRequest? request;
        try
        {
            request = await JsonSerializer.DeserializeAsync(context.Request.Body, OpenAiJson.Default.ChatRequest, cancellationToken);
        }
        catch (JsonException)
        {
            request = null;
        }

        if (request?.Model is not { Length: > 0 } model || request.Messages is not { Count: > 0 })
        {
            await ModelReplies.WriteAsync(context, ModelError.Malformed("We could not parse the JSON body of your request: model and messages are needed."));
            return;
        }

        var prompt = request.Prompt();
        var fault = faults.Next(model, prompt[^1].Text, out var cleared);
        var wanted = ScriptedReasoning.About(prompt[^1].Text, model, request.ReasoningEffort);
        var thoughts = wanted.Within(request.OutputLimit ?? int.MaxValue);
        var answer = Cut(ScriptedModel.Answer(prompt), thoughts == wanted ? request.OutputLimit - thoughts.Tokens : 0, out var finishReason);
        var call = new OpenCall(model, prompt, thoughts, answer, finishReason, fault, cleared)
        {
            At = time.GetUtcNow(),
            StartedAt = time.GetTimestamp(),
        };

        callLog.Begin();
        try
        {
            await AnswerAsync(context, request, call, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            call.Cancelled = true;
        }
        finally
        {
            Record(context, request, call);
        }
    }

    /// <summary>
    /// Records the call, once. A stream records it before its last event goes out: a caller stops reading there, and a test that has seen the
    /// answer expects to find the call.
    /// </summary>
    private void Record(HttpContext context, ChatRequest request, OpenCall call)
    {
        if (call.IsRecorded)
            return;

        call.IsRecorded = true;
        callLog.End(new ModelCallRecord
        {
            At = call.At,
            Operation = "chat",
            Model = call.Model,
            Stream = request.Stream,
            Messages = call.Prompt,
            MaxTokens = request.OutputLimit,
            Answer = call.Answer[..call.Sent],
            FinishReason = call.Finished,
            PromptTokens = call.PromptTokens,
            CompletionTokens = call.CompletionTokens,
            ReasoningTokens = call.ThoughtTokens,
            ReasoningEffort = request.ReasoningEffort,
            Status = context.Response.StatusCode,
            Cancelled = call.Cancelled,
            Fault = call.Fault?.Kind,
            DurationMs = time.GetElapsedTime(call.StartedAt).TotalMilliseconds,
        });
    }

    private async Task AnswerAsync(HttpContext context, ChatRequest request, OpenCall call, CancellationToken cancellationToken)
    {
        switch (call.Fault?.Kind)
        {
            case ModelFaultKind.Error:
                await ModelReplies.WriteErrorAsync(context, call.Fault, call.Model);
                return;
            case ModelFaultKind.Html:
                await ModelReplies.WriteHtmlAsync(context, call.Fault.Status ?? StatusCodes.Status502BadGateway);
                return;
            case ModelFaultKind.Hang:
                await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
                return;
            case ModelFaultKind.SlowFirstToken:
                await Task.Delay(TimeSpan.FromMilliseconds(call.Fault.DelayMs), time, cancellationToken);
                break;
            case ModelFaultKind.Hold when !request.Stream:
                await call.Cleared.WaitAsync(cancellationToken);
                break;
        }

        using var writer = new CompletionWriter(context.Response.BodyWriter, call.Model, time.GetUtcNow());
        if (request.Stream)
            await StreamAsync(context, request, call, writer, cancellationToken);
        else
            await AnswerWholeAsync(context, call, writer, cancellationToken);
    }

    private static async Task AnswerWholeAsync(HttpContext context, OpenCall call, CompletionWriter writer, CancellationToken cancellationToken)
    {
        var kind = call.Fault?.Kind;
        if (kind is ModelFaultKind.Cut or ModelFaultKind.Reset or ModelFaultKind.Stall)
        {
            context.Abort();
            return;
        }

        if (kind == ModelFaultKind.StreamError)
        {
            await ModelReplies.WriteAsync(context, ModelError.ByCode(call.Fault!.Code, call.Model, call.Fault.Status));
            return;
        }

        call.Finished = kind switch
        {
            ModelFaultKind.ContentFilter => "content_filter",
            ModelFaultKind.Length => "length",
            _ => call.FinishReason,
        };
        context.Response.ContentType = "application/json";
        var refusal = kind == ModelFaultKind.Refusal ? ScriptedModel.Refusal : null;
        call.Sent = refusal is null ? call.Answer.Length : 0;
        call.ThoughtTokens = call.Thoughts.Tokens;
        writer.Whole(
            refusal is null ? call.Answer : null, refusal, call.Finished, call.PromptTokens, Cached(call),
            TokenEstimate.Of(refusal ?? call.Answer) + call.ThoughtTokens, call.ThoughtTokens);
        await writer.FlushAsync(cancellationToken);
    }

    private async Task StreamAsync(HttpContext context, ChatRequest request, OpenCall call, CompletionWriter writer, CancellationToken cancellationToken)
    {
        context.Response.ContentType = "text/event-stream; charset=utf-8";
        context.Response.Headers.CacheControl = "no-cache";
        writer.Role();

        var delay = settings.TokenDelay;
        using var pace = delay > TimeSpan.Zero ? new PeriodicTimer(delay, time) : null;
        var kind = call.Fault?.Kind;
        await ThinkAsync(call, writer, pace, cancellationToken);
        if (kind is ModelFaultKind.Blank)
            writer.Content("\n\n \u200b");
        else if (kind is ModelFaultKind.OnlyTools)
            writer.ToolCall();
        var saysNothing = kind is ModelFaultKind.Refusal or ModelFaultKind.Blank or ModelFaultKind.OnlyTools or ModelFaultKind.OnlyReasoning or ModelFaultKind.NoRoomLeft;
        for (var pieces = 0; call.Sent < call.Answer.Length && !saysNothing; pieces++)
        {
            if (pieces == call.Fault?.AfterChunks && kind is not ModelFaultKind.SlowFirstToken)
            {
                if (kind is not ModelFaultKind.Hold)
                    break;
                await writer.FlushAsync(cancellationToken);
                await call.Cleared.WaitAsync(cancellationToken);
            }

            if (pace is not null)
            {
                await writer.FlushAsync(cancellationToken);
                await pace.WaitForNextTickAsync(cancellationToken);
            }

            var length = Pieces.LengthAt(call.Answer, call.Sent);
            writer.Content(call.Answer.AsSpan(call.Sent, length));
            call.Sent += length;
        }

        switch (kind)
        {
            case ModelFaultKind.Stall:
                await writer.FlushAsync(cancellationToken);
                await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
                return;
            case ModelFaultKind.Reset:
                // A reset discards data that is not sent yet; PlaygroundApp makes a flush wait until it is.
                await writer.FlushAsync(cancellationToken);
                context.Abort();
                return;
            case ModelFaultKind.Cut:
                await writer.FlushAsync(cancellationToken);
                return;
            case ModelFaultKind.StreamError:
                writer.Error(ModelError.ByCode(call.Fault!.Code, call.Model, call.Fault.Status));
                Record(context, request, call);
                await writer.FlushAsync(cancellationToken);
                return;
            case ModelFaultKind.Refusal:
                writer.Refusal(ScriptedModel.Refusal);
                break;
        }

        call.Finished = kind switch
        {
            ModelFaultKind.ContentFilter => "content_filter",
            ModelFaultKind.Length or ModelFaultKind.NoRoomLeft => "length",
            ModelFaultKind.OnlyTools => "tool_calls",
            ModelFaultKind.Blank or ModelFaultKind.OnlyReasoning => "stop",
            _ => call.FinishReason,
        };
        writer.Finish(call.Finished);
        if (request.StreamOptions?.IncludeUsage == true)
            writer.Usage(
                call.PromptTokens, Cached(call),
                kind == ModelFaultKind.Refusal ? TokenEstimate.Of(ScriptedModel.Refusal) : call.CompletionTokens, call.ThoughtTokens);
        writer.Done();
        Record(context, request, call);
        await writer.FlushAsync(cancellationToken);
    }

    /// <summary>Reasoning takes time even if it is hidden.</summary>
    private static async Task ThinkAsync(OpenCall call, CompletionWriter writer, PeriodicTimer? pace, CancellationToken cancellationToken)
    {
        var (text, style) = call.Fault?.Kind is ModelFaultKind.OnlyReasoning or ModelFaultKind.NoRoomLeft
            ? ("I think about it, and think about it again.", ReasoningStyle.SeparateField)
            : (call.Thoughts.Text, call.Thoughts.Style);
        if (text.Length > 0 && style == ReasoningStyle.Tags)
            writer.Content("<think>\n");
        for (var sent = 0; sent < text.Length;)
        {
            if (pace is not null)
            {
                await writer.FlushAsync(cancellationToken);
                await pace.WaitForNextTickAsync(cancellationToken);
            }

            var length = Pieces.LengthAt(text, sent);
            if (style == ReasoningStyle.Tags)
                writer.Content(text.AsSpan(sent, length));
            else if (style == ReasoningStyle.SeparateField)
                writer.Reasoning(text.AsSpan(sent, length));
            sent += length;
        }

        if (text.Length > 0 && style == ReasoningStyle.Tags)
            writer.Content("\n</think>\n\n");
        call.ThoughtTokens = TokenEstimate.Of(text);
    }

    private static string Cut(string answer, int? limit, out string finishReason)
    {
        finishReason = "stop";
        if (limit is not { } tokens || TokenEstimate.Of(answer) <= tokens)
            return answer;

        finishReason = "length";
        var end = 0;
        while (end < answer.Length && Pieces.LengthAt(answer, end) is var piece && TokenEstimate.Of(answer.AsSpan(0, end + piece)) <= tokens)
            end += piece;
        return answer[..end];
    }

    /// <summary>OpenAI caches prompts of at least 1,024 tokens in blocks of 128. All messages except the newest count as repeated.</summary>
    private static int Cached(OpenCall call)
    {
        if (call.PromptTokens < SmallestCachedPrompt || call.Prompt.Count < 3)
            return 0;
        var repeated = call.PromptTokens - TokenEstimate.Of(call.Prompt[^1].Text);
        return repeated < SmallestCachedPrompt ? 0 : repeated / CacheBlock * CacheBlock;
    }

    private sealed class OpenCall(string model, IReadOnlyList<PromptMessage> prompt, ScriptedReasoning thoughts, string answer, string finishReason, ModelFault? fault, Task cleared)
    {
        public string Model => model;

        public IReadOnlyList<PromptMessage> Prompt => prompt;

        public ScriptedReasoning Thoughts => thoughts;

        public string Answer => answer;

        public string FinishReason => finishReason;

        public ModelFault? Fault => fault;

        /// <summary>The end of <see cref="ModelFaultKind.Hold"/>.</summary>
        public Task Cleared => cleared;

        public int PromptTokens { get; } = TokenEstimate.Of(prompt);

        /// <summary>The number of characters of the answer that were sent.</summary>
        public int Sent { get; set; }

        /// <summary>The number of reasoning tokens.</summary>
        public int ThoughtTokens { get; set; }

        public int CompletionTokens => TokenEstimate.Of(answer.AsSpan(0, Sent)) + ThoughtTokens;

        public string? Finished { get; set; }

        public bool Cancelled { get; set; }

        public DateTimeOffset At { get; init; }

        /// <summary>A <see cref="TimeProvider.GetTimestamp"/>.</summary>
        public long StartedAt { get; init; }

        public bool IsRecorded { get; set; }
    }
}
