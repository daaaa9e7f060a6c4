using System.Runtime.InteropServices;
using Microsoft.Extensions.AI;
using WisdomWave.Completion.Caching;

namespace WisdomWave.Completion.Tests.Caching;

/// <summary>A random call over a small alphabet of characters that an encoding could confuse with separators, numbers or lengths.</summary>
internal sealed record RandomCall(
    string Provider, string? Scope, string? Model, int? MaxTokens, float? Temperature, float? TopP, RandomCall.Message[] Messages)
{
    private static readonly string[] Pieces = ["", "a", "b", "\0", ":", "1", "user", "\n", "\ud83d", "\ude00", "é", "e\u0301"];
    private static readonly ChatRole[] Roles = [ChatRole.System, ChatRole.User, ChatRole.Assistant];
    private static readonly string[] ImageTypes = ["image/png", "image/jpeg"];

    /// <summary>The differences that <see cref="Neighbours"/> makes, sorted.</summary>
    public static string[] Differences { get; } =
    [
        "boundary of messages", "boundary of name and text", "boundary of provider and scope", "boundary of texts", "image", "image's type", "max tokens",
        "message as texts", "model", "name", "one more text", "order", "provider", "role", "scope", "temperature", "top p",
    ];

    public string Key => CacheKey.For(
        Provider,
        Scope,
        Messages.Select(message => new ChatMessage(message.Role, [.. message.Contents]) { AuthorName = message.Name }).ToList(),
        new ChatOptions { ModelId = Model, MaxOutputTokens = MaxTokens, Temperature = Temperature, TopP = TopP })!;

    /// <summary>Equal only for equal calls: texts are hexadecimal, so they cannot contain separators.</summary>
    public string Identity =>
        $"{Hex(Provider)}|{Hex(Scope)}|{Hex(Model)}|{MaxTokens}|{Temperature}|{TopP}|"
        + string.Join(';', Messages.Select(message => $"{message.Role} {Hex(message.Name)}={string.Join(',', message.Contents.Select(Show))}"));

    public static RandomCall Generate(Random random) => new(
        Text(random),
        random.Next(2) == 0 ? null : Text(random),
        random.Next(3) == 0 ? null : Text(random),
        random.Next(2) == 0 ? null : random.Next(-1, 2),
        random.Next(4) == 0 ? random.Next(2) : null,
        random.Next(4) == 0 ? random.Next(2) : null,
        [
            .. Enumerable.Range(0, random.Next(3)).Select(_ => new Message(
                Roles[random.Next(Roles.Length)], random.Next(3) == 0 ? Text(random) : null, [.. Enumerable.Range(0, random.Next(3)).Select(_ => Content(random))])),
        ]);

    /// <summary>Calls that differ in one part, or in the boundary between two parts.</summary>
    public IEnumerable<(string Difference, RandomCall Call)> Neighbours()
    {
        yield return ("provider", this with { Provider = Provider + "a" });
        yield return ("scope", this with { Scope = Scope is null ? "" : null });
        yield return ("model", this with { Model = Model is null ? "" : null });
        yield return ("max tokens", this with { MaxTokens = MaxTokens is null ? 0 : null });
        yield return ("temperature", this with { Temperature = Temperature is null ? 0 : null });
        yield return ("top p", this with { Temperature = TopP, TopP = Temperature });
        if (Scope is not null)
            yield return ("boundary of provider and scope", this with { Provider = Provider + Scope, Scope = "" });
        if (Messages is [var one, var two])
        {
            yield return ("order", this with { Messages = [two, one] });
            yield return ("boundary of messages", this with { Messages = [one with { Contents = [.. one.Contents, .. two.Contents] }] });
            if (two.Name is { } author)
            {
                AIContent[] texts = [new TextContent(two.Role.Value), new TextContent(author)];
                yield return ("message as texts", this with { Messages = [one with { Contents = [.. one.Contents, .. texts, .. two.Contents] }] });
            }
        }

        if (Messages is not [var first, .. var rest])
            yield break;

        yield return ("role", With(first with { Role = Roles[(Array.IndexOf(Roles, first.Role) + 1) % Roles.Length] }));
        yield return ("name", With(first with { Name = first.Name is null ? "a" : null }));
        yield return ("one more text", With(first with { Contents = [.. first.Contents, new TextContent("")] }));
        if (first is { Name: { } name, Contents: [TextContent { Text: var named }, ..] })
            yield return ("boundary of name and text", With(first with { Name = null, Contents = [new TextContent(name + named), .. first.Contents[1..]] }));
        if (first.Contents is [TextContent { Text: var start }, TextContent { Text: var end }])
            yield return ("boundary of texts", With(first with { Contents = [new TextContent(start + end), new TextContent("")] }));
        if (first.Contents is [TextContent { Text: var text }, ..])
            yield return ("image", With(first with { Contents = [Image(MemoryMarshal.AsBytes(text.AsSpan()).ToArray(), ImageTypes[0]), .. first.Contents[1..]] }));
        if (first.Contents is [DataContent image, ..])
        {
            var other = ImageTypes.First(type => type != image.MediaType);
            yield return ("image's type", With(first with { Contents = [Image(image.Data.ToArray(), other), .. first.Contents[1..]] }));
        }

        RandomCall With(Message changed) => this with { Messages = [changed, .. rest] };
    }

    private static AIContent Content(Random random) => random.Next(4) > 0
        ? new TextContent(Text(random))
        : Image(MemoryMarshal.AsBytes(Text(random).AsSpan()).ToArray(), ImageTypes[random.Next(ImageTypes.Length)]);

    private static DataContent Image(byte[] bytes, string type) => new(bytes, type);

    private static string Text(Random random) => string.Concat(Enumerable.Range(0, random.Next(3)).Select(_ => Pieces[random.Next(Pieces.Length)]));

    private static string Show(AIContent content) => content is DataContent image
        ? $"{image.MediaType} {Convert.ToHexString(image.Data.Span)}"
        : $"text {Hex(((TextContent)content).Text)}";

    private static string Hex(string? text) => text is null ? "-" : string.Join(' ', text.Select(character => ((int)character).ToString("x4", null)));

    internal sealed record Message(ChatRole Role, string? Name, AIContent[] Contents)
    {
        /// <summary>The library treats a blank name as no name.</summary>
        public string? Name { get; init; } = string.IsNullOrWhiteSpace(Name) ? null : Name;
    }
}
