using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.Json;
using WisdomWave.Contracts;
using WisdomWave.Dialog.Alerts;
using WisdomWave.Dialog.Attachments;
using WisdomWave.Dialog.Intake;
using WisdomWave.Dialog.Intake.Access;
using WisdomWave.Dialog.Intake.BotStarts;
using WisdomWave.Dialog.Intake.Limits;
using WisdomWave.Dialog.Intake.Merging;
using WisdomWave.Dialog.Interactions.Buttons;
using WisdomWave.Dialog.Interactions.Commands;
using WisdomWave.Dialog.Interactions.Export;
using WisdomWave.Dialog.Interactions.Forgetting;
using WisdomWave.Dialog.Interactions.Settings;
using WisdomWave.Dialog.Outbox;
using WisdomWave.Dialog.Prompting;
using WisdomWave.Dialog.Spending;
using WisdomWave.Dialog.Storage;
using WisdomWave.Dialog.Storage.Backups;
using WisdomWave.Dialog.Telemetry;
using WisdomWave.Dialog.Turns;
using WisdomWave.Dialog.Turns.History;
using WisdomWave.ServiceDefaults.OpenApi;
using WisdomWave.ServiceDefaults;
using WisdomWave.ServiceDefaults.Access;
using WisdomWave.ServiceDefaults.Health;

namespace WisdomWave.Dialog;

/// <summary>Composes the service: its features and its endpoints.</summary>
internal static class DialogApp
{
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.AddServiceDefaults();
        builder.AddOpenApiDocument();
        builder.Services.ConfigureHttpJsonOptions(UseContracts);
        builder.Services.AddSingleton(TimeProvider.System);

        var bots = builder.AddBots();

        // Order matters: the database must be ready before the writer opens it, and the writer before conversations are activated.
        builder.AddStorage();
        builder.AddBackups();
        builder.AddIntake();
        builder.AddHistory();
        builder.AddForgetting();
        builder.AddOutbox();
        builder.AddSettings();
        builder.AddAccess(bots);
        builder.AddPrompting(bots);
        builder.AddSpending(bots);
        builder.AddLimits();
        builder.AddCommands();
        builder.AddButtons();
        builder.AddMerging();
        builder.AddAttachments();
        builder.AddTurns();
        builder.AddBotStarts();
        builder.AddAlerts();
        builder.AddDialogMetrics();
        configure?.Invoke(builder);

        var app = builder.Build();
        app.UseExceptionHandler();
        app.UseServiceAccess();
        app.MapDefaultEndpoints();
        app.MapOpenApiDocument();
        app.MapIntake();
        app.MapChatMoves();
        app.MapOutbox();
        app.MapButtons();
        app.MapCommands();
        app.MapExports();
        app.MapBotStarts();
        app.MapAlerts();
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
