using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace WisdomWave.Dialog.Storage.Migrations
{
    /// <inheritdoc />
    public partial class Durability : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "Restarts",
                table: "Turns",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<long>(
                name: "TakenAt",
                table: "Inbox",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            // As if they had been taken just now: what Telegram may still repeat stays known.
            migrationBuilder.Sql("""UPDATE "Inbox" SET "TakenAt" = CAST(unixepoch('subsec') * 1000 AS INTEGER)""");

            migrationBuilder.CreateIndex(
                name: "IX_Inbox_TakenAt",
                table: "Inbox",
                column: "TakenAt");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Inbox_TakenAt",
                table: "Inbox");

            migrationBuilder.DropColumn(
                name: "Restarts",
                table: "Turns");

            migrationBuilder.DropColumn(
                name: "TakenAt",
                table: "Inbox");
        }
    }
}
