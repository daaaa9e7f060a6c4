using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace WisdomWave.Dialog.Access;

/// <summary>Somebody who may not use the bots and has been told so: once is enough.</summary>
internal sealed class StrangerRow
{
    public required long PersonId { get; init; }

    public required DateTimeOffset ToldAt { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<StrangerRow>
    {
        public void Configure(EntityTypeBuilder<StrangerRow> builder)
        {
            builder.ToTable("Strangers");
            builder.HasKey(row => row.PersonId);
            builder.Property(row => row.PersonId).ValueGeneratedNever();
            builder.HasIndex(row => row.ToldAt);
        }
    }
}
