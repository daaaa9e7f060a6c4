using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace WisdomWave.Load.Outside;

/// <summary>Ask completion directly, as dialog does: each question has a chat of its own.</summary>
/// <param name="ledger">The turns.</param>
/// <param name="completion">The address of completion.</param>
/// <param name="questions">How many different questions are asked; 0 if each one is new.</param>
internal sealed class CompletionCallers(Ledger ledger, Uri completion, int questions) : IDisposable
{
    // Of the length of the default persona's system message.
    private static readonly string Persona = string.Concat(Enumerable.Repeat("You answer briefly, in the language of the question. ", 12));

    private readonly Uri _address = new(completion, "completions");

    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        ActivityHeadersPropagator = null,
        // It waits for a service that is still starting.
        ConnectCallback = ConnectAsync,
    });

    public Turn Ask(Chat chat)
    {
        var turn = ledger.NewTurn(chat);
        _ = CompleteAsync(turn, questions > 0 ? ((turn.Id - 1) % questions) + 1 : turn.Id);
        return turn;
    }

    public void Dispose() => _http.Dispose();

    private async Task CompleteAsync(Turn turn, long question)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _address) { Content = new ByteArrayContent(BodyOf(question)) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        byte[] events;
        try
        {
            using var response = await _http.SendAsync(request, CancellationToken.None);
            events = await response.Content.ReadAsByteArrayAsync();
        }
        catch (HttpRequestException)
        {
            // The turn stays without an answer, so it is counted as lost.
            return;
        }

        if (!IsAnswer(events, question))
            return;
        ledger.Sent(turn.Chat.Id, turn.Expected);
        // The model still looks for the turn of a question that is asked again.
        if (questions == 0)
            ledger.Forget(turn);
    }

    private static byte[] BodyOf(long question) => Encoding.UTF8.GetBytes(
        $$"""{"model":"gpt-5-mini","messages":[{"role":"System","text":"{{Persona}}"},{"role":"User","text":"{{AnswerText.QuestionOf(question)}}"}],"maxOutputTokens":1000}""");

    /// <summary>Whether the stream has the beginning and the end of the answer, and ends in good order.</summary>
    private static bool IsAnswer(ReadOnlySpan<byte> events, long question)
    {
        Span<byte> number = stackalloc byte[20];
        question.TryFormat(number, out var length, default, CultureInfo.InvariantCulture);
        number = number[..length];
        return Has(events, "**Answer "u8, number) && Has(events, "This was answer "u8, number) && events.IndexOf("event: completed"u8) >= 0;
    }

    private static bool Has(ReadOnlySpan<byte> events, ReadOnlySpan<byte> words, ReadOnlySpan<byte> number)
    {
        var start = events.IndexOf(words);
        return start >= 0 && events[(start + words.Length)..].StartsWith(number);
    }

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        while (true)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException)
            {
                socket.Dispose();
                await Task.Delay(TimeSpan.FromMilliseconds(20), cancellationToken);
            }
        }
    }
}
