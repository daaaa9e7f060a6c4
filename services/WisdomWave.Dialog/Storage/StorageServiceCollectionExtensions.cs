using Microsoft.EntityFrameworkCore;
using WisdomWave.ServiceDefaults.Startup;

namespace WisdomWave.Dialog.Storage;

internal static class StorageServiceCollectionExtensions
{
    public static void AddStorage(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<StorageOptions>().BindConfiguration("Storage")
            .Require("Storage:UpgradeTimeout", storage => storage.UpgradeTimeout > TimeSpan.Zero, "is not above zero", "00:01:00")
            .Require("WISDOMWAVE_DATA_DIR", storage => !string.IsNullOrWhiteSpace(storage.DataDirectory), "is empty", "data")
            .ValidateOnStart()
            .Configure(options => options.DataDirectory = builder.Configuration["WISDOMWAVE_DATA_DIR"] ?? options.DataDirectory);
        builder.Services.AddSingleton<DialogDatabase>();
        builder.Services.AddPooledDbContextFactory<DialogContext>((services, options) =>
            options.UseSqlite(services.GetRequiredService<DialogDatabase>().ConnectionString));
        builder.Services.AddSingleton<UpgradeCopies>();
        builder.Services.AddSingleton<SchemaUpgrade>();
        builder.Services.AddHostedService<DatabaseStart>();
        builder.Services.AddSingleton<Erasures>();
        builder.Services.AddSingleton<DatabaseWriter>();
        builder.Services.AddHostedService(services => services.GetRequiredService<DatabaseWriter>());
        builder.Services.AddHostedService<Checkpointer>();
        builder.Services.AddHealthChecks().AddCheck<StorageHealth>("storage");
        builder.Services.AddExceptionHandler<StorageProblems>();
    }
}

internal sealed class StorageOptions
{
    /// <summary><c>WISDOMWAVE_DATA_DIR</c>: the folder that contains the database.</summary>
    public string DataDirectory { get; set; } = "data";

    /// <summary>How long the start waits while another process upgrades the database.</summary>
    public TimeSpan UpgradeTimeout { get; set; } = TimeSpan.FromMinutes(1);
}
