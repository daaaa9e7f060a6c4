using WisdomWave.AppHost.Configuration;

namespace WisdomWave.AppHost.Publishing.Folder;

/// <summary>What the person who finds the folder on a server must know, in ten lines.</summary>
internal static class FolderReadme
{
    public const string FileName = "README.md";

    public static string Render(FolderLayout layout, Settings settings, string? version)
    {
        var root = layout.Root;
        return
            $"""
            # WisdomWave{(version is null ? "" : $" {version}")}

            1. Fill in `secrets/ingress.env` (`TELEGRAM_BOT_TOKEN`) and `secrets/completion.env` (`OPENAI_API_KEY`) if publish said that they are empty.
            2. systemd: `useradd --system --shell /usr/sbin/nologin {SystemdUnits.User}`, then `systemctl link {root}/systemd/*` and `systemctl enable --now {SystemdUnits.Target}`.
            3. Docker instead of systemd: `docker compose up --build --detach` in this folder.
            4. `journalctl -u wisdomwave-dialog` (or `docker compose logs dialog`) shows the code that makes you the bot's admin.
            5. Health: `curl http://localhost:{settings.Ports.Ingress}/health`, `{settings.Ports.Dialog}` for dialog, `{settings.Ports.Completion}` for completion.
            6. Data: `{settings.DataDirectory}` (systemd) or the volume `wisdomwave-data`. No publish touches it.
            7. Update: publish into this folder again, then `systemctl daemon-reload && systemctl restart {SystemdUnits.Target}`, or step 3 again.
            8. Settings: change them where you publish, and publish again. Only what you change in `secrets/` stays. More: docs/deploy.md in the repository.

            """;
    }
}
