namespace WisdomWave.Dialog.Attachments.Documents.Formats;

/// <summary>Where reading stops. Time and memory are bounded by the process that reads (<see cref="Processes.DocumentProcess"/>).</summary>
/// <param name="MaxCharacters">Of the text.</param>
/// <param name="MaxPages">Of a PDF.</param>
internal sealed record DocumentBounds(int MaxCharacters, int MaxPages);
