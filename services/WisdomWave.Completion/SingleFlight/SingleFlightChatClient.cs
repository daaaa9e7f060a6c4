using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;
using WisdomWave.Completion.Caching;
using WisdomWave.Completion.Models;
using WisdomWave.Contracts.Completion;

namespace WisdomWave.Completion.SingleFlight;

/// <summary>Lets identical calls in flight share one provider call, which is cancelled only when all callers have left.</summary>
internal sealed class SingleFlightChatClient(IChatClient innerClient, IOptions<CacheOptions> cache, AnswerMemory memory, TimeProvider time) : StreamingChatClient(innerClient)
{
    /// <summary>
    /// How long a complete answer that is not kept in memory can still be joined. It is stored in Redis in the background, so a call in the
    /// meantime would not find it in the cache.
    /// </summary>
    private static readonly TimeSpan Linger = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, Flight> _flights = new(StringComparer.Ordinal);

    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        options is AnswerOptions { Key: { } key, Fresh: false }
            ? ShareAsync(key, messages, options, cancellationToken)
            : InnerClient.GetStreamingResponseAsync(messages, options, cancellationToken);

    private async IAsyncEnumerable<ChatResponseUpdate> ShareAsync(
        string key, IEnumerable<ChatMessage> messages, ChatOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Flight? own = null;
        while (true)
        {
            var flight = _flights.GetOrAdd(key, _ => own = new Flight());
            if (flight.TryJoin() is { } follower)
            {
                try
                {
                    // The first caller is a follower like the others: its cancellation must not end the call.
                    if (flight == own)
                    {
                        _ = CallProviderAsync(key, flight, messages, options);
                    }
                    else
                    {
                        LinkTo(flight);
                        yield return new ChatResponseUpdate { RawRepresentation = JoinedCall.Instance };
                    }

                    await foreach (var update in follower.Reader.ReadAllAsync(cancellationToken))
                        yield return update;
                    yield break;
                }
                finally
                {
                    if (flight.Leave(follower))
                        Remove(key, flight);
                }
            }

            Remove(key, flight);
        }
    }

    private static void LinkTo(Flight flight)
    {
        if (flight.FirstCaller is { } first)
            Activity.Current?.AddLink(new(first.Context));
    }

    private async Task CallProviderAsync(string key, Flight flight, IEnumerable<ChatMessage> messages, ChatOptions options)
    {
        // Another call may have ended between this caller's look into the cache and the start of this flight.
        if (memory.Find(key) is { } known)
        {
            foreach (var update in known.ToUpdates())
                flight.Add(update);
            Remove(key, flight);
            flight.End(null);
            return;
        }

        var summary = new AnswerSummary();
        try
        {
            await using var updates = InnerClient.GetStreamingResponseAsync(messages, options, flight.Abandoned).GetAsyncEnumerator(flight.Abandoned);
            while (true)
            {
                var next = updates.MoveNextAsync();
                if (!next.IsCompleted)
                    flight.Publish();
                if (!await next)
                    break;
                summary.Add(updates.Current);
                flight.Add(updates.Current);
            }
        }
        catch (Exception failure)
        {
            // Removed first, so that a retry makes a new call.
            Remove(key, flight);
            flight.End(failure);
            return;
        }

        var lingers = cache.Value.Enabled && summary.Finish == FinishKind.Stop && memory.Find(key) is null;
        if (!lingers)
            Remove(key, flight);
        flight.End(null);
        // Not awaited: this method would keep the prompt and all buffers of the call in memory meanwhile, and collections would copy them.
        if (lingers)
            _ = RemoveLaterAsync(key, flight);
    }

    private async Task RemoveLaterAsync(string key, Flight flight)
    {
        await Task.Delay(Linger, time);
        Remove(key, flight);
    }

    private void Remove(string key, Flight flight) => _flights.TryRemove(new(key, flight));
}
