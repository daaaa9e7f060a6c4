using System.Text.Json;

namespace WisdomWave.Playground.OpenAi.Wire;

/// <summary>The properties of a chat completion request that affect the answer.</summary>
internal sealed record ChatRequest
{
    public string? Model { get; init; }
    public IReadOnlyList<ChatRequestMessage>? Messages { get; init; }
    public bool Stream { get; init; }
    public StreamOptions? StreamOptions { get; init; }
    public int? MaxTokens { get; init; }
    public int? MaxCompletionTokens { get; init; }

    /// <summary><c>minimal</c>, <c>low</c>, <c>medium</c> or <c>high</c>; null means medium.</summary>
    public string? ReasoningEffort { get; init; }

    public int? OutputLimit => MaxCompletionTokens ?? MaxTokens;

    public IReadOnlyList<PromptMessage> Prompt() => [.. (Messages ?? []).Select(Reduce)];

    private static PromptMessage Reduce(ChatRequestMessage message)
    {
        if (message.Content.ValueKind == JsonValueKind.String)
            return new(message.Role, message.Content.GetString()!);
        if (message.Content.ValueKind != JsonValueKind.Array)
            return new(message.Role, "");

        var texts = new List<string>();
        var images = 0;
        foreach (var part in message.Content.EnumerateArray())
        {
            var type = part.TryGetProperty("type", out var kind) ? kind.GetString() : null;
            if (type == "text" && part.TryGetProperty("text", out var text))
                texts.Add(text.GetString() ?? "");
            else if (type == "image_url")
                images++;
        }

        return new(message.Role, string.Join('\n', texts), images);
    }
}

/// <summary>A message of a request; its content is a string or a list of parts.</summary>
internal sealed record ChatRequestMessage
{
    public required string Role { get; init; }
    public JsonElement Content { get; init; }
}

internal sealed record StreamOptions
{
    public bool IncludeUsage { get; init; }
}

/// <summary>One message of a prompt, reduced to what the scripted model uses.</summary>
/// <param name="Role"><c>system</c>, <c>developer</c>, <c>user</c> or <c>assistant</c>.</param>
/// <param name="Text">All text parts, joined.</param>
/// <param name="Images">The number of image parts.</param>
public sealed record PromptMessage(string Role, string Text, int Images = 0);
