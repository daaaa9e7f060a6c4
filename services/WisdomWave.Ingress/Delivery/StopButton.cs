using WisdomWave.Contracts.Dialog;

namespace WisdomWave.Ingress.Delivery;

/// <summary>The button under an answer that is still being written.</summary>
internal static class StopButton
{
    public static IReadOnlyList<IReadOnlyList<ReplyButton>> For(Guid turn) => [[new ReplyButton("⏹", ButtonData.For(ButtonData.Stop, turn))]];
}
