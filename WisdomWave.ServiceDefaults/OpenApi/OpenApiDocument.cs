using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace WisdomWave.ServiceDefaults.OpenApi;

/// <summary>
/// A description of a service's endpoints at <c>/openapi/v1.json</c>, for developers: in Development only, and for callers with the
/// service key like the endpoints themselves.
/// </summary>
public static class OpenApiDocument
{
    public const string Path = "/openapi/v1.json";

    public static void AddOpenApiDocument(this IHostApplicationBuilder builder)
    {
        if (builder.Environment.IsDevelopment())
            builder.Services.AddOpenApi();
    }

    public static void MapOpenApiDocument(this WebApplication app)
    {
        if (app.Environment.IsDevelopment())
            app.MapOpenApi(Path);
    }

    /// <summary>Gives an endpoint its name and its description in the document.</summary>
    public static TBuilder Describe<TBuilder>(this TBuilder endpoint, string name, string summary)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithName(name).WithSummary(summary);
}
