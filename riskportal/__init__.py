"""Where does everything meet? Settings, the URL map, the home page, search and the error pages."""
