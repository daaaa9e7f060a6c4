using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace WisdomWave.Dialog.Storage;

/// <summary>For <c>dotnet ef</c> only: the model without a running service.</summary>
internal sealed class DesignTimeContexts : IDesignTimeDbContextFactory<DialogContext>
{
    public DialogContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<DialogContext>().UseSqlite("Data Source=design.db").Options);
}
