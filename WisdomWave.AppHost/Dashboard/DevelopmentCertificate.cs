namespace WisdomWave.AppHost.Dashboard;

// Experimental: no other way says that a resource does without the certificate.
#pragma warning disable ASPIRECERTIFICATES001

/// <summary>
/// Everything here speaks HTTP on the loopback interface. Aspire nevertheless looks for a trusted development certificate for every
/// project, and shows a red banner on a machine that has none.
/// </summary>
internal static class DevelopmentCertificate
{
    public static void LeaveOutDevelopmentCertificate(this IDistributedApplicationBuilder builder)
    {
        LeaveOut(builder.Resources);

        // Aspire itself adds resources just before the start.
        builder.OnBeforeStart((started, _) =>
        {
            LeaveOut(started.Model.Resources);
            return Task.CompletedTask;
        });
    }

    private static void LeaveOut(IEnumerable<IResource> resources)
    {
        foreach (var resource in resources.Where(resource => !resource.Annotations.OfType<HttpsCertificateAnnotation>().Any()))
            resource.Annotations.Add(new HttpsCertificateAnnotation { UseDeveloperCertificate = false });
    }
}
