using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace WisdomWave.Dialog.Storage;

/// <summary>An integer since 1970-01-01 UTC: SQLite has no time type, and text would neither sort across offsets nor fit in eight bytes.</summary>
internal sealed class UnixMilliseconds()
    : ValueConverter<DateTimeOffset, long>(time => time.ToUnixTimeMilliseconds(), value => DateTimeOffset.FromUnixTimeMilliseconds(value));
