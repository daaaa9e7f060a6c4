namespace WisdomWave.Ingress.Delivery;

internal enum ShowingResult
{
    Shown,

    /// <summary>Not yet: try again after the wait.</summary>
    Again,

    /// <summary>This chat will not have it.</summary>
    Undeliverable,
}
