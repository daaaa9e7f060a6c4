namespace WisdomWave.AppHost.Configuration;

/// <summary>One bot of the section <c>Bots</c>, without its token.</summary>
/// <param name="Key">Its place in the section: <c>home</c> of <c>Bots:home:Token</c>.</param>
/// <param name="Name">What logs call it; its key unless it is given one.</param>
/// <param name="Id">Telegram's number of it, which its token begins with.</param>
internal sealed record BotSettings(string Key, string Name, long Id);
