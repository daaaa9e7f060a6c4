using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace WisdomWave.AppHost.Dashboard;

/// <summary>Gives Aspire's health checks names that a person reads: <c>dialog_http_/health_200_check</c> is "dialog answers at /health".</summary>
internal static partial class HealthNames
{
    public static void NameHealthChecks(this IDistributedApplicationBuilder builder)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var resource in builder.Resources)
        {
            foreach (var check in resource.Annotations.OfType<HealthCheckAnnotation>().ToArray())
            {
                // A name with spaces was chosen for people.
                if (check.Key.Contains(' ', StringComparison.Ordinal))
                    continue;

                names[check.Key] = Name(resource.Name, check.Key);
                resource.Annotations.Remove(check);
                resource.Annotations.Add(new HealthCheckAnnotation(names[check.Key]));
            }
        }

        builder.Services.PostConfigure<HealthCheckServiceOptions>(options =>
        {
            foreach (var registration in options.Registrations)
                registration.Name = names.GetValueOrDefault(registration.Name, registration.Name);
        });
    }

    private static string Name(string resource, string key) =>
        PathOf().Match(key) is { Success: true } match ? $"{resource} answers at {match.Groups["path"].Value}" : $"{resource} answers";

    // playground_http_/health_200_check
    [GeneratedRegex("_(?<path>/.*)_[0-9]{3}_check$")]
    private static partial Regex PathOf();
}
