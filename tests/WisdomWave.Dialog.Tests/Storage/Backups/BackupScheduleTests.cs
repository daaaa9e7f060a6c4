using System.Diagnostics.Metrics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using WisdomWave.Testing;

namespace WisdomWave.Dialog.Tests.Storage.Backups;

public sealed class BackupScheduleTests
{
    private const string Daily = "--Backup:Interval=1.00:00:00";

    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 27, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task ABackupIsMadeEachDayAndARestartMakesNone()
    {
        await using var dialog = await DialogService.StartAtAsync(_time, Daily);
        await MadeAsync(dialog);
        Assert.Equal("scheduled-2026-11-27T12-00-00-000Z.db", Scheduled(dialog).Single());

        _time.Advance(TimeSpan.FromHours(1));
        await dialog.RestartAsync();
        await AdvanceUntilAsync(() => Scheduled(dialog).Length == 2, "the second backup is made");

        Assert.True(TimeOf(Scheduled(dialog)[1]) >= TimeOf(Scheduled(dialog)[0]).AddDays(1));
    }

    [Fact]
    public async Task OldScheduledBackupsAreRemovedAndOthersStay()
    {
        await using var dialog = await DialogService.StartAtAsync(_time, Daily, "--Backup:Kept=2");
        await MadeAsync(dialog);
        var first = Scheduled(dialog).Single();
        // 409 while the scheduled backup comes to its end.
        await Eventually.HoldsAsync(async () => (await dialog.Http.PostAsync("/operator/backups", null, Token)).IsSuccessStatusCode, "a backup is made on request");
        var own = Files(dialog, "dialog-*.db").Single();
        await File.WriteAllTextAsync(Path.Combine(FolderOf(dialog), "scheduled-of-mine.db"), "", Token);

        await AdvanceUntilAsync(() => !Scheduled(dialog).Contains(first), "the first backup is removed");

        Assert.Equal(2, Files(dialog, "scheduled-20*.db").Length);
        Assert.Equal([own], Files(dialog, "dialog-*.db"));
        Assert.Single(Files(dialog, "scheduled-of-mine.db"));
    }

    [Fact]
    public async Task AFailedBackupIsTriedAgain()
    {
        await using var dialog = await DialogService.StartAtAsync(_time, Daily);
        await MadeAsync(dialog);
        var folder = FolderOf(dialog);
        Directory.Delete(folder, recursive: true);

        // A file in place of the folder, below which not even root can write.
        await File.WriteAllTextAsync(folder, "", Token);
        await AdvanceUntilAsync(() => dialog.Log.Of(LogLevel.Warning).Any(line => line.StartsWith("The backup failed: ", StringComparison.Ordinal)), "a backup fails");

        File.Delete(folder);
        var repaired = _time.GetUtcNow();
        await AdvanceUntilAsync(() => Directory.Exists(folder) && Scheduled(dialog).Length == 1, "a backup is made");
        Assert.True(TimeOf(Scheduled(dialog).Single()) > repaired.AddMinutes(-10));
    }

    [Fact]
    public async Task ABackupThatIsDatedInTheFutureNeitherDelaysTheNextNorReplacesIt()
    {
        await using var dialog = await DialogService.StartAtAsync(_time, Daily, "--Backup:Kept=1");
        await MadeAsync(dialog);
        File.Move(Path.Combine(FolderOf(dialog), Scheduled(dialog).Single()), Path.Combine(FolderOf(dialog), "scheduled-2036-01-01T00-00-00-000Z.db"));

        await AdvanceUntilAsync(() => Scheduled(dialog).Length == 2, "another backup is made");
        var second = Scheduled(dialog)[0];
        await AdvanceUntilAsync(() => !Scheduled(dialog).Contains(second), "the second backup is removed");
        Assert.Equal(2, Scheduled(dialog).Length);
    }

    [Fact]
    public async Task TheAgeOfTheNewestBackupIsAMetric()
    {
        await using var dialog = await DialogService.StartAtAsync(_time, Daily);
        await MadeAsync(dialog);
        _time.Advance(TimeSpan.FromMinutes(5));

        await Eventually.HoldsAsync(() => Measure(dialog, "wisdomwave.backup.age") == 300, "the backup is 300 s old");
        Assert.Equal(86400, Measure(dialog, "wisdomwave.backup.interval"));
    }

    [Fact]
    public async Task WithoutAnIntervalThereIsNeitherABackupNorAMetric()
    {
        await using var dialog = await DialogService.StartAtAsync(_time);

        Assert.Null(Measure(dialog, "wisdomwave.backup.age"));
        Assert.False(Directory.Exists(FolderOf(dialog)));
    }

    [Fact]
    public async Task BackupsGoToTheConfiguredDirectory()
    {
        var folder = Directory.CreateTempSubdirectory("wisdomwave-backups-").FullName;
        try
        {
            await using var dialog = await DialogService.StartAtAsync(_time, Daily, $"--Backup:Directory={folder}");
            await Eventually.HoldsAsync(() => Directory.GetFiles(folder, "scheduled-*.db").Length == 1, "the first backup is made");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("Interval", "00:00:10", "Backup:Interval is not 0 and below one minute; a good value is 1.00:00:00.")]
    [InlineData("Interval", "-1.00:00:00", "Backup:Interval is not 0 and below one minute; a good value is 1.00:00:00.")]
    [InlineData("Kept", "0", "Backup:Kept is below 1; a good value is 7.")]
    [InlineData("Directory", " ", "Backup:Directory is empty; a good value is backups.")]
    public async Task ABadSettingIsReported(string setting, string value, string sentence)
    {
        var failure = await Assert.ThrowsAsync<Microsoft.Extensions.Options.OptionsValidationException>(() => DialogService.StartAsync($"--Backup:{setting}={value}"));
        Assert.Equal([sentence], failure.Failures);
    }

    /// <summary>The file appears a moment before the backup has ended.</summary>
    private static Task MadeAsync(DialogService dialog) => Eventually.HoldsAsync(
        () => dialog.Log.Of(LogLevel.Information).Any(line => line.StartsWith("Backed up the database to ", StringComparison.Ordinal)), "the first backup is made");

    /// <summary>The value of this service's metric; null if it has none.</summary>
    private static double? Measure(DialogService dialog, string instrument)
    {
        // Services of other tests in this process have metrics of the same name.
        var scope = dialog.Services.GetRequiredService<IMeterFactory>();
        double? measured = null;
        using var listener = new MeterListener
        {
            InstrumentPublished = (published, listener) =>
            {
                if (published.Name == instrument && published.Meter.Scope == scope)
                    listener.EnableMeasurementEvents(published);
            },
        };
        listener.SetMeasurementEventCallback<double>((_, value, _, _) => measured = value);
        listener.Start();
        listener.RecordObservableInstruments();
        return measured;
    }

    /// <summary>In small steps, because the service may not have armed its timer yet.</summary>
    private Task AdvanceUntilAsync(Func<bool> condition, string what) => Eventually.HoldsAsync(
        () =>
        {
            if (condition())
                return true;
            _time.Advance(TimeSpan.FromMinutes(10));
            return false;
        },
        what);

    private static string FolderOf(DialogService dialog) => Path.Combine(Path.GetDirectoryName(dialog.DatabasePath)!, "backups");

    private static string[] Scheduled(DialogService dialog) => Files(dialog, "scheduled-*Z.db");

    private static string[] Files(DialogService dialog, string pattern) => Directory.Exists(FolderOf(dialog))
        ? [.. Directory.GetFiles(FolderOf(dialog), pattern).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)]
        : [];

    private static DateTimeOffset TimeOf(string file) =>
        DateTimeOffset.ParseExact(file, "'scheduled-'yyyy-MM-dd'T'HH-mm-ss-fff'Z.db'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
