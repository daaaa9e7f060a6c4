using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.Json;
using WisdomWave.Contracts;
using WisdomWave.Dialog.Access;
using WisdomWave.Dialog.Attachments;
using WisdomWave.Dialog.Backups;
using WisdomWave.Dialog.Bots;
using WisdomWave.Dialog.Budgeting;
using WisdomWave.Dialog.Commands;
using WisdomWave.Dialog.Conversations;
using WisdomWave.Dialog.Costs;
using WisdomWave.Dialog.Exporting;
using WisdomWave.Dialog.Forgetting;
using WisdomWave.Dialog.History;
using WisdomWave.Dialog.Inbox;
using WisdomWave.Dialog.Joining;
using WisdomWave.Dialog.Limits;
using WisdomWave.Dialog.Outbox;
using WisdomWave.Dialog.Presses;
using WisdomWave.Dialog.Settings;
using WisdomWave.Dialog.Starts;
using WisdomWave.Dialog.Storage;
using WisdomWave.ServiceDefaults;
using WisdomWave.ServiceDefaults.Access;
using WisdomWave.ServiceDefaults.Health;

namespace WisdomWave.Dialog;

/// <summary>The service as a whole: what it is made of, and what it answers to.</summary>
internal static class DialogApp
{
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.AddServiceDefaults();
        builder.Services.ConfigureHttpJsonOptions(UseContracts);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<DialogMetrics>();

        var bots = builder.AddBots();

        // In this order: the database is ready before the writer opens it, the writer before conversations wake up.
        builder.AddStorage();
        builder.AddBackups();
        builder.AddInbox();
        builder.AddHistory();
        builder.AddForgetting();
        builder.AddOutbox();
        builder.AddSettings();
        builder.AddAccess(bots);
        builder.AddBudgeting(bots);
        builder.AddCosts(bots);
        builder.AddLimits();
        builder.AddCommands();
        builder.AddPresses();
        builder.AddJoining();
        builder.AddAttachments();
        builder.AddConversations();
        builder.AddStarts();
        configure?.Invoke(builder);

        var app = builder.Build();
        app.UseExceptionHandler();
        app.UseServiceAccess();
        app.MapDefaultEndpoints();
        app.MapInbox();
        app.MapChatMoves();
        app.MapOutbox();
        app.MapPresses();
        app.MapCommands();
        app.MapExports();
        app.MapStarts();
        app.MapBackupOperations();
        return app;
    }

    private static void UseContracts(JsonOptions options)
    {
        options.SerializerOptions.TypeInfoResolverChain.Insert(0, ContractsJson.Default);
        options.SerializerOptions.RespectNullableAnnotations = true;
        options.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
    }
}
