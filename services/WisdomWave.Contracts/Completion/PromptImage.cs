namespace WisdomWave.Contracts.Completion;

/// <summary>A picture in a prompt.</summary>
/// <param name="MediaType"><c>image/jpeg</c>, <c>image/png</c>, <c>image/webp</c> or <c>image/gif</c>.</param>
/// <param name="Data">Its bytes; base64 on the wire.</param>
public sealed record PromptImage(string MediaType, byte[] Data);
