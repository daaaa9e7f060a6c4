using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace WisdomWave.Dialog.Access;

/// <summary>A person or a chat that an admin has let in or out, whatever the configuration says.</summary>
internal sealed class AccessRow
{
    /// <summary>Telegram's number; those of people and groups differ by their sign.</summary>
    public required long Id { get; init; }

    public required bool IsAllowed { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<AccessRow>
    {
        public void Configure(EntityTypeBuilder<AccessRow> builder)
        {
            builder.ToTable("Access");
            builder.Property(row => row.Id).ValueGeneratedNever();
        }
    }
}
