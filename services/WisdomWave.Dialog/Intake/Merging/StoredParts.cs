using System.Text.Json;

namespace WisdomWave.Dialog.Intake.Merging;

/// <summary>The parts of a question whose reply is still to be made, as the database keeps them.</summary>
internal static class StoredParts
{
    public static string Write(IReadOnlyList<QuestionPart> parts) => JsonSerializer.Serialize(parts, JoiningJson.Default.IReadOnlyListQuestionPart);

    public static IReadOnlyList<QuestionPart> Read(string json) => JsonSerializer.Deserialize(json, JoiningJson.Default.IReadOnlyListQuestionPart)!;
}
