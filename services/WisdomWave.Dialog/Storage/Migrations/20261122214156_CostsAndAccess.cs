using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace WisdomWave.Dialog.Storage.Migrations
{
    /// <inheritdoc />
    public partial class CostsAndAccess : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropPrimaryKey(
                name: "PK_Usage",
                table: "Usage");

            migrationBuilder.AddColumn<string>(
                name: "Model",
                table: "Usage",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<long>(
                name: "CachedInputTokens",
                table: "Usage",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "CostNanos",
                table: "Usage",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "SavedNanos",
                table: "Usage",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddPrimaryKey(
                name: "PK_Usage",
                table: "Usage",
                columns: new[] { "BotId", "ChatId", "PersonId", "Day", "Model" });

            migrationBuilder.CreateTable(
                name: "Access",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false),
                    IsAllowed = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Access", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Strangers",
                columns: table => new
                {
                    PersonId = table.Column<long>(type: "INTEGER", nullable: false),
                    ToldAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Strangers", x => x.PersonId);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Usage_BotId_Day",
                table: "Usage",
                columns: new[] { "BotId", "Day" });

            migrationBuilder.CreateIndex(
                name: "IX_Usage_ChatId_Day",
                table: "Usage",
                columns: new[] { "ChatId", "Day" });

            migrationBuilder.CreateIndex(
                name: "IX_Usage_PersonId_Day",
                table: "Usage",
                columns: new[] { "PersonId", "Day" });

            migrationBuilder.CreateIndex(
                name: "IX_Strangers_ToldAt",
                table: "Strangers",
                column: "ToldAt");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Access");

            migrationBuilder.DropTable(
                name: "Strangers");

            migrationBuilder.DropPrimaryKey(
                name: "PK_Usage",
                table: "Usage");

            migrationBuilder.DropIndex(
                name: "IX_Usage_BotId_Day",
                table: "Usage");

            migrationBuilder.DropIndex(
                name: "IX_Usage_ChatId_Day",
                table: "Usage");

            migrationBuilder.DropIndex(
                name: "IX_Usage_PersonId_Day",
                table: "Usage");

            migrationBuilder.DropColumn(
                name: "Model",
                table: "Usage");

            migrationBuilder.DropColumn(
                name: "CachedInputTokens",
                table: "Usage");

            migrationBuilder.DropColumn(
                name: "CostNanos",
                table: "Usage");

            migrationBuilder.DropColumn(
                name: "SavedNanos",
                table: "Usage");

            migrationBuilder.AddPrimaryKey(
                name: "PK_Usage",
                table: "Usage",
                columns: new[] { "BotId", "ChatId", "PersonId", "Day" });
        }
    }
}
